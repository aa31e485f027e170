{ count }:
let
  services = builtins.genList (index: { name = "svc${toString index}"; port = toString (10000 + index); }) count;
  instances = map (number: { number = toString number; address = "10.0.${toString number}.1"; }) [ 1 2 3 ];
  each = list: text: builtins.concatStringsSep "" (map text list);

  upstream = service: ''

    ${"    "}upstream ${service.name} {
    ${each instances (instance: "        server ${instance.address}:${service.port};\n")}    }

        server {
            listen 80;
            server_name ${service.name}.example.com;

            location / {
                proxy_pass http://${service.name};
            }
        }
  '';

  backend = service: ''

    backend ${service.name}
        balance roundrobin
    ${each instances (instance: "    server ${service.name}-${instance.number} ${instance.address}:${service.port} check\n")}'';

  container = service: ''
    ${"  "}${service.name}:
        image: example/${service.name}:1.0
        ports:
          - "${service.port}:${service.port}"
        restart: unless-stopped
        deploy:
          replicas: ${toString (builtins.length instances)}
  '';
in
{
  "nginx.conf" = ''
    events {}

    http {
        server_names_hash_max_size 65536;
    ${each services upstream}}
  '';
  "haproxy.cfg" = ''
    defaults
        mode http
        timeout connect 5s
        timeout client 1m
        timeout server 1m
    ${each services backend}'';
  "docker-compose.yml" = ''
    services:
    ${each services container}'';
}
