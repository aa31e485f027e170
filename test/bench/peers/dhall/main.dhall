-- Without the Prelude, which is an import from the network.
let Service = { name : Text, port : Text }

let Instance = { number : Text, address : Text }

let each =
      \(item : Type) ->
      \(list : List item) ->
      \(text : item -> Text) ->
        List/fold item list Text (\(head : item) -> \(rest : Text) -> text head ++ rest) ""

let services =
      let places =
            List/indexed
              {}
              (Natural/fold env:COUNT (List {}) (\(list : List {}) -> list # [ {=} ]) ([] : List {}))

      in  List/fold
            { index : Natural, value : {} }
            places
            (List Service)
            ( \(place : { index : Natural, value : {} }) ->
              \(rest : List Service) ->
                  [ { name = "svc${Natural/show place.index}"
                    , port = Natural/show (10000 + place.index)
                    }
                  ]
                # rest
            )
            ([] : List Service)

let instances =
      [ { number = "1", address = "10.0.1.1" }
      , { number = "2", address = "10.0.2.1" }
      , { number = "3", address = "10.0.3.1" }
      ]

let upstream =
      \(service : Service) ->
            "\n    upstream ${service.name} {\n"
        ++  each
              Instance
              instances
              ( \(instance : Instance) ->
                  "        server ${instance.address}:${service.port};\n"
              )
        ++  "    }\n\n    server {\n        listen 80;\n"
        ++  "        server_name ${service.name}.example.com;\n\n"
        ++  "        location / {\n            proxy_pass http://${service.name};\n        }\n    }\n"

let backend =
      \(service : Service) ->
            "\nbackend ${service.name}\n    balance roundrobin\n"
        ++  each
              Instance
              instances
              ( \(instance : Instance) ->
                  "    server ${service.name}-${instance.number} ${instance.address}:${service.port} check\n"
              )

let replicas = Natural/show (List/length Instance instances)

let container =
      \(service : Service) ->
            "  ${service.name}:\n    image: example/${service.name}:1.0\n    ports:\n"
        ++  "      - \"${service.port}:${service.port}\"\n"
        ++  "    restart: unless-stopped\n    deploy:\n      replicas: ${replicas}\n"

in  { `nginx.conf` =
            ''
            events {}

            http {
                server_names_hash_max_size 65536;
            ''
        ++  each Service services upstream
        ++  "}\n"
    , `haproxy.cfg` =
            ''
            defaults
                mode http
                timeout connect 5s
                timeout client 1m
                timeout server 1m
            ''
        ++  each Service services backend
    , `docker-compose.yml` = "services:\n" ++ each Service services container
    }
