// By concatenation: std.format is written in Jsonnet itself, and slow.
function(count)
  local services = [{ name: 'svc' + index, port: '' + (10000 + index) } for index in std.range(0, count - 1)];
  local instances = [{ number: '' + number, address: '10.0.' + number + '.1' } for number in [1, 2, 3]];
  local each(list, text) = std.join('', [text(item) for item in list]);

  local upstream(service) =
    '\n    upstream ' + service.name + ' {\n'
    + each(instances, function(instance) '        server ' + instance.address + ':' + service.port + ';\n')
    + '    }\n\n    server {\n        listen 80;\n        server_name ' + service.name
    + '.example.com;\n\n        location / {\n            proxy_pass http://' + service.name + ';\n        }\n    }\n';

  local backend(service) =
    '\nbackend ' + service.name + '\n    balance roundrobin\n'
    + each(instances, function(instance) '    server ' + service.name + '-' + instance.number + ' ' + instance.address + ':' + service.port + ' check\n');

  local container(service) =
    '  ' + service.name + ':\n    image: example/' + service.name + ':1.0\n    ports:\n      - "' + service.port + ':' + service.port
    + '"\n    restart: unless-stopped\n    deploy:\n      replicas: ' + std.length(instances) + '\n';

  {
    'nginx.conf': |||
      events {}

      http {
          server_names_hash_max_size 65536;
    ||| + each(services, upstream) + '}\n',
    'haproxy.cfg': |||
      defaults
          mode http
          timeout connect 5s
          timeout client 1m
          timeout server 1m
    ||| + each(services, backend),
    'docker-compose.yml': 'services:\n' + each(services, container),
  }
