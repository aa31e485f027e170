import { directiveTable } from "../../emit/directives.js";

/** A mapping whose keys Compose, or the image, knows: infc checks none of them. */
const mapping = "mapping";

/**
 * The keys of the top of a Compose file and of a service, a network and a volume in it. `{ mapping` takes a block; a key
 * that Compose reads as a text or a list takes words, a list with commas between them. What takes only a list of mappings
 * (`post_start`, `blkio_config`'s parts) is not here; `raw` says it. Keys that begin with `x-` may stand everywhere besides.
 *
 * Source: the Compose specification, schema/compose-spec.json.
 */
export const directives = directiveTable(
  "compose",
  ["main", "service", "network", "volume", mapping],
  `
name                  1    main     = \`site NAME\`
services              0    main     { service  = \`service NAME { compose { … } }\`
networks              0    main     { network
volumes               0    main     { volume
secrets               0    main     { ${mapping}
configs               0    main     { ${mapping}
models                0    main     { ${mapping}  since 2.38
include               1-*  main

# what infc decides
image                 1    service  = \`image NAME\`
build                 0-1  service  { ${mapping}  = \`build ./FOLDER\`
container_name        1    service  = \`service NAME\`
hostname              1    service  = \`service NAME\`
scale                 1    service  = \`service NAME x3\`
command               1-*  service  = \`run COMMAND\`
environment           0-*  service  { ${mapping}  = \`env NAME VALUE\`
networks              0-*  service  { ${mapping}  = \`in NETWORK\`
network_mode          1    service  = \`in NETWORK\`
mac_address           1    service  = \`in NETWORK\`
ports                 1-*  service  = \`publish 8080 -> 80\`
volumes               1-*  service  = \`mount ./FOLDER -> /PATH\`
depends_on            0-*  service  { ${mapping}  = \`after NAME healthy\`
healthcheck           0    service  { ${mapping}  = \`check http /health\`
restart               1    service  = \`restart always\`
privileged            1    service  = \`privileged\`
cap_add               1-*  service  = \`cap NET_ADMIN\`
dns                   1-*  service  = \`dns ADDRESS\`
mem_limit             1    service  = \`memory 512MB\`
cpus                  1    service  = \`cpus 2\`

annotations           0    service  { ${mapping}
attach                1    service
blkio_config          0    service  { ${mapping}
cap_drop              1-*  service
cgroup                1    service
cgroup_parent         1    service
configs               1-*  service
cpu_count             1    service
cpu_percent           1    service
cpu_period            1    service
cpu_quota             1    service
cpu_rt_period         1    service
cpu_rt_runtime        1    service
cpu_shares            1    service
cpuset                1    service
credential_spec       0    service  { ${mapping}
deploy                0    service  { ${mapping}
develop               0    service  { ${mapping}
device_cgroup_rules   1-*  service
devices               1-*  service
dns_opt               1-*  service
dns_search            1-*  service
domainname            1    service
entrypoint            1-*  service
env_file              1-*  service
expose                1-*  service
extends               0    service  { ${mapping}
external_links        1-*  service
extra_hosts           0    service  { ${mapping}
gpus                  1    service  since 2.30
group_add             1-*  service
init                  1    service
ipc                   1    service
isolation             1    service
label_file            1-*  service  since 2.32
labels                0    service network volume  { ${mapping}
links                 1-*  service
logging               0    service  { ${mapping}
mem_reservation       1    service
mem_swappiness        1    service
memswap_limit         1    service
models                1-*  service  since 2.38
oom_kill_disable      1    service
oom_score_adj         1    service
pid                   1    service
pids_limit            1    service
platform              1    service
profiles              1-*  service
provider              0    service  { ${mapping}  since 2.36
pull_policy           1    service
read_only             1    service
runtime               1    service
secrets               1-*  service
security_opt          1-*  service
shm_size              1    service
stdin_open            1    service
stop_grace_period     1    service
stop_signal           1    service
storage_opt           0    service  { ${mapping}
sysctls               0    service  { ${mapping}
tmpfs                 1-*  service
tty                   1    service
ulimits               0    service  { ${mapping}
use_api_socket        1    service  since 2.36
user                  1    service
userns_mode           1    service
uts                   1    service
volumes_from          1-*  service
working_dir           1    service

driver                1    network  = \`network NAME CIDR driver bridge\`
ipam                  0    network  { ${mapping}  = \`network NAME CIDR gateway ADDRESS\`
enable_ipv4           1    network  = \`network NAME CIDR\`
enable_ipv6           1    network  = \`network NAME CIDR\`
external              1    network  = \`network NAME CIDR\`
attachable            1    network
internal              1    network
driver                1    volume
external              1    volume
driver_opts           0    network volume  { ${mapping}
name                  1    network volume
`,
);

// What Compose reads as a text or as a list.
const textsOrLists = new Set(["dns_search", "entrypoint", "env_file", "label_file", "tmpfs"]);

/** Whether Compose wants a list for the key even when it has one word. */
export function isList(name: string, section: string): boolean {
  return !textsOrLists.has(name) && directives.find(name).some(({ words, sections }) => words[1] === Infinity && sections.includes(section));
}
