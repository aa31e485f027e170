/** What infc says for the words of daemons that operators know, as the end of the sentence "infc says …". */
export const synonyms: Readonly<Record<string, string>> = {
  // Many programs
  health: "`check http /health`",
  health_check: "`check http /health`",
  cert: "`tls /etc/ssl/shop.pem`",
  certificate: "`tls /etc/ssl/shop.pem`",
  crt: "`tls /etc/ssl/shop.pem`",
  ssl: "`tls /etc/ssl/shop.pem`",
  domain: "`behind edge domain shop.example.com`, or `route shop.example.com { … }`",
  redirect: "`listen 80 -> redirect https`, or `/ -> redirect https` in the block of a `route`",
  algorithm: "`balance`",
  password: "`auth secret NAME`",
  instances: "`x3` after the name",
  count: "`x3` after the name",
  // nginx
  upstream: "`service goods port 8080 behind edge`",
  server: "`service` for what answers, `route` and `listen` for what is asked",
  server_name: "`route shop.example.com { … }`",
  location: "`/goods -> goods` in the block of a `route`",
  proxy_pass: "`/ -> goods` in the block of a `route`",
  return: "`/ -> redirect https` or `/ -> deny 403` in the block of a `route`",
  ssl_certificate: "`tls /etc/ssl/shop.pem`",
  root: "`/ -> files /srv/www` in the block of a `route`",
  // HAProxy
  frontend: "`gateway` or `balancer`",
  backend: "`service`",
  bind: "`listen`",
  default_backend: "`listen 80 -> goods`",
  use_backend: "`/goods -> goods` in the block of a `route`",
  httpchk: "`check http /health`",
  // keepalived
  vrrp_instance: "`vip`",
  virtual_ipaddress: "`vip`",
  virtual_router_id: "`vrid`",
  router_id: "`vrid`",
  state: "`prefer`",
  master: "`prefer`",
  auth_pass: "`auth secret NAME`",
  advert_int: "`advertise`",
  nopreempt: "`preempt no`",
  unicast_peer: "`peers unicast`",
  track_script: "`check`",
  virtual_server: "`balancer NAME lvs`",
  real_server: "`service`",
  lb_algo: "`balance`",
  lb_kind: "`mode`",
  persistence_timeout: "`persist`",
  // squid
  http_port: "`listen`",
  cache_peer: "`peers`, or `accelerate` for an origin",
  cache_mem: "`memory`",
  cache_dir: "`disk`",
  http_access: "`allow` and `deny`",
  refresh_pattern: "`fresh`",
  // Compose
  services: "`service NAME`, once for each",
  networks: "`network NAME CIDR` for one of the site, `in` to join it",
  ports: "`port` for those that it listens on, `publish 8080 -> 80` for those of the engine's host",
  expose: "`port`",
  volumes: "`mount`",
  volume: "`mount`",
  links: "`after`",
  depends_on: "`after`",
  environment: "`env`",
  command: "`run`",
  healthcheck: "`check`",
  replicas: "`x3` after the name",
  scale: "`x3` after the name",
  container_name: "the name after `service`",
};

/** What infc says for a daemon's own word; `undefined` for a word that is none. */
export function synonymOf(word: string): string | undefined {
  const known = word.toLowerCase().replace(/:$/, "").replaceAll("-", "_");
  return Object.hasOwn(synonyms, known) ? synonyms[known] : undefined;
}
