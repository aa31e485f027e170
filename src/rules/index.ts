import { addressIsNetwork } from "./address-is-network.js";
import { addressOnTwoInterfaces } from "./address-on-two-interfaces.js";
import { ambiguousInterface } from "./ambiguous-interface.js";
import { besideTheHosts } from "./beside-the-hosts.js";
import { bodyLimitOutside } from "./body-limit-outside.js";
import { cacheKeepsNothing } from "./cache-keeps-nothing.js";
import { cacheRefusesAll } from "./cache-refuses-all.js";
import { checkActs } from "./check-acts.js";
import { checkNeverSucceeds } from "./check-never-succeeds.js";
import { checkPortUnpublished } from "./check-port-unpublished.js";
import { circularStart } from "./circular-start.js";
import { clientAddressLost } from "./client-address-lost.js";
import { cookieClash } from "./cookie-clash.js";
import { deadFailoverWeight } from "./dead-failover-weight.js";
import { deadFresh } from "./dead-fresh.js";
import { deadRoute } from "./dead-route.js";
import { deadRule } from "./dead-rule.js";
import { delayedFailover } from "./delayed-failover.js";
import { dockerBridgeOverlap } from "./docker-bridge-overlap.js";
import { duplicateDisk } from "./duplicate-disk.js";
import { duplicateMount } from "./duplicate-mount.js";
import { duplicateServer } from "./duplicate-server.js";
import { duplicateVariable } from "./duplicate-variable.js";
import { emptyExpectation } from "./empty-expectation.js";
import { equalPriorities } from "./equal-priorities.js";
import { evenQuorum } from "./even-quorum.js";
import { forwardProxyAsServer } from "./forward-proxy-as-server.js";
import { freshContradiction } from "./fresh-contradiction.js";
import { frontGivesUpFirst } from "./front-gives-up-first.js";
import { gatewayOutsideNetwork } from "./gateway-outside-network.js";
import { guestUser } from "./guest-user.js";
import { heapExceedsMemory } from "./heap-exceeds-memory.js";
import { hopelessExpectation } from "./hopeless-expectation.js";
import { httpToOtherProtocol } from "./http-to-other-protocol.js";
import { httpToTcp } from "./http-to-tcp.js";
import { httpsLoop } from "./https-loop.js";
import { idleParent } from "./idle-parent.js";
import { interfaceOffNetwork } from "./interface-off-network.js";
import { lateDetection } from "./late-detection.js";
import { lateRetry } from "./late-retry.js";
import { listenElsewhere } from "./listen-elsewhere.js";
import { listenWithoutTarget } from "./listen-without-target.js";
import { loginBesideTransparent } from "./login-beside-transparent.js";
import { loginOnTransparent } from "./login-on-transparent.js";
import { logsFeedback } from "./logs-feedback.js";
import { loneVip } from "./lone-vip.js";
import { loopbackInContainer } from "./loopback-in-container.js";
import { lvsAddressElsewhere } from "./lvs-address-elsewhere.js";
import { lvsArrivalTaken } from "./lvs-arrival-taken.js";
import { lvsDeafServer } from "./lvs-deaf-server.js";
import { lvsForeignServer } from "./lvs-foreign-server.js";
import { lvsNatReturn } from "./lvs-nat-return.js";
import { lvsNatRoute } from "./lvs-nat-route.js";
import { lvsOtherNetwork } from "./lvs-other-network.js";
import { lvsPublish } from "./lvs-publish.js";
import { lvsServerIsDirector } from "./lvs-server-is-director.js";
import { lvsServerIsVip } from "./lvs-server-is-vip.js";
import { lvsUnownedAddress } from "./lvs-unowned-address.js";
import { majorityInOnePlace } from "./majority-in-one-place.js";
import { manyWriters } from "./many-writers.js";
import { missingInContainer } from "./missing-in-container.js";
import { mountWithoutDot } from "./mount-without-dot.js";
import { networkWithoutParent } from "./network-without-parent.js";
import { neverDone } from "./never-done.js";
import { neverHealthy } from "./never-healthy.js";
import { noSharedNetwork } from "./no-shared-network.js";
import { noWeight } from "./no-weight.js";
import { onlyBackups } from "./only-backups.js";
import { openProxy } from "./open-proxy.js";
import { openStatistics } from "./open-statistics.js";
import { overlappingNetworks } from "./overlapping-networks.js";
import { ownPeer } from "./own-peer.js";
import { partialFailoverWeight } from "./partial-failover-weight.js";
import { plainHttpToTlsPort } from "./plain-http-to-tls-port.js";
import { plainListenOnTlsPort } from "./plain-listen-on-tls-port.js";
import { portConflict } from "./port-conflict.js";
import { prefixMismatch } from "./prefix-mismatch.js";
import { privateAnswersKept } from "./private-answers-kept.js";
import { proxyProtocolMismatch } from "./proxy-protocol-mismatch.js";
import { publicNetwork } from "./public-network.js";
import { publishWithoutBridge } from "./publish-without-bridge.js";
import { publishWithoutListener } from "./publish-without-listener.js";
import { publishedPortInside } from "./published-port-inside.js";
import { publishedWithoutAuth } from "./published-without-auth.js";
import { redirectLoop } from "./redirect-loop.js";
import { redirectToNothing } from "./redirect-to-nothing.js";
import { registryStateLost } from "./registry-state-lost.js";
import { registryThroughOne } from "./registry-through-one.js";
import { requestCycle } from "./request-cycle.js";
import { resolveWithoutNames } from "./resolve-without-names.js";
import { retryAmplification } from "./retry-amplification.js";
import type { Rule } from "./rule.js";
import { ruleAfterLogin } from "./rule-after-login.js";
import { secretInEnvironment } from "./secret-in-environment.js";
import { sharedData } from "./shared-data.js";
import { sidecarScript } from "./sidecar-script.js";
import { silentPeer } from "./silent-peer.js";
import { strictRegistry } from "./strict-registry.js";
import { tlsMismatch } from "./tls-mismatch.js";
import { tlsPassedToHttp } from "./tls-passed-to-http.js";
import { togetherApart } from "./together-apart.js";
import { trustEverybody } from "./trust-everybody.js";
import { uncheckedServers } from "./unchecked-servers.js";
import { unknownInterface } from "./unknown-interface.js";
import { unreachableContainer } from "./unreachable-container.js";
import { unreachableRegistry } from "./unreachable-registry.js";
import { unrestrictedProxy } from "./unrestricted-proxy.js";
import { unservedRoute } from "./unserved-route.js";
import { unusableNetwork } from "./unusable-network.js";
import { unusedHost } from "./unused-host.js";
import { unusedMatch } from "./unused-match.js";
import { upsyncTimeout } from "./upsync-timeout.js";
import { viaCycle } from "./via-cycle.js";
import { vipCheckProcess } from "./vip-check-process.js";
import { vipCheckUnheard } from "./vip-check-unheard.js";
import { vipInOneZone } from "./vip-in-one-zone.js";
import { vipMemberWithoutAddress } from "./vip-member-without-address.js";
import { vipOffNetwork } from "./vip-off-network.js";
import { vipOnOneHost } from "./vip-on-one-host.js";
import { vipWithoutListener } from "./vip-without-listener.js";
import { vmacTaken } from "./vmac-taken.js";
import { vrrpOnLoopback } from "./vrrp-on-loopback.js";
import { vrrpStrict } from "./vrrp-strict.js";
import { writesToReplicas } from "./writes-to-replicas.js";

/** Every rule about the whole site. `test/rules` has a test for each. */
export const rules: readonly Rule[] = [
  addressIsNetwork,
  addressOnTwoInterfaces,
  ambiguousInterface,
  besideTheHosts,
  bodyLimitOutside,
  cacheKeepsNothing,
  cacheRefusesAll,
  checkActs,
  checkNeverSucceeds,
  checkPortUnpublished,
  circularStart,
  clientAddressLost,
  cookieClash,
  deadFailoverWeight,
  deadFresh,
  deadRoute,
  deadRule,
  delayedFailover,
  dockerBridgeOverlap,
  duplicateDisk,
  duplicateMount,
  duplicateServer,
  duplicateVariable,
  emptyExpectation,
  equalPriorities,
  evenQuorum,
  forwardProxyAsServer,
  freshContradiction,
  frontGivesUpFirst,
  gatewayOutsideNetwork,
  guestUser,
  heapExceedsMemory,
  hopelessExpectation,
  httpToOtherProtocol,
  httpToTcp,
  httpsLoop,
  idleParent,
  interfaceOffNetwork,
  lateDetection,
  lateRetry,
  listenElsewhere,
  listenWithoutTarget,
  loginBesideTransparent,
  loginOnTransparent,
  logsFeedback,
  loneVip,
  loopbackInContainer,
  lvsAddressElsewhere,
  lvsArrivalTaken,
  lvsDeafServer,
  lvsForeignServer,
  lvsNatReturn,
  lvsNatRoute,
  lvsOtherNetwork,
  lvsPublish,
  lvsServerIsDirector,
  lvsServerIsVip,
  lvsUnownedAddress,
  majorityInOnePlace,
  manyWriters,
  missingInContainer,
  mountWithoutDot,
  networkWithoutParent,
  neverDone,
  neverHealthy,
  noSharedNetwork,
  noWeight,
  onlyBackups,
  openProxy,
  openStatistics,
  overlappingNetworks,
  ownPeer,
  partialFailoverWeight,
  plainHttpToTlsPort,
  plainListenOnTlsPort,
  portConflict,
  prefixMismatch,
  privateAnswersKept,
  proxyProtocolMismatch,
  publicNetwork,
  publishWithoutBridge,
  publishWithoutListener,
  publishedPortInside,
  publishedWithoutAuth,
  redirectLoop,
  redirectToNothing,
  registryStateLost,
  registryThroughOne,
  requestCycle,
  resolveWithoutNames,
  retryAmplification,
  ruleAfterLogin,
  secretInEnvironment,
  sharedData,
  sidecarScript,
  silentPeer,
  strictRegistry,
  tlsMismatch,
  tlsPassedToHttp,
  togetherApart,
  trustEverybody,
  uncheckedServers,
  unknownInterface,
  unreachableContainer,
  unreachableRegistry,
  unrestrictedProxy,
  unservedRoute,
  unusableNetwork,
  unusedHost,
  unusedMatch,
  upsyncTimeout,
  viaCycle,
  vipCheckProcess,
  vipCheckUnheard,
  vipInOneZone,
  vipMemberWithoutAddress,
  vipOffNetwork,
  vipOnOneHost,
  vipWithoutListener,
  vmacTaken,
  vrrpOnLoopback,
  vrrpStrict,
  writesToReplicas,
];
