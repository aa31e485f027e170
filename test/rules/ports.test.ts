import { hosts, testRule } from "../kit/rule.js";

testRule("listen-without-target", {
  accepts: {
    "a listen with an arrow": `${hosts}rabbitmq rabbit on node1\nbalancer mq on lb1 { listen 5672 -> rabbit }`,
    "a gateway with something behind it": `${hosts}gateway edge on lb1\nservice goods on node1 port 80 behind edge`,
  },
  rejects: { "a balancer that leads nowhere": `${hosts}balancer mq on lb1 { listen 5672 }`, "a gateway with nothing behind it": `${hosts}gateway edge on lb1` },
});

testRule("port-conflict", {
  accepts: {
    "one port on two addresses": `${hosts}service a on node1 port 8081\ngateway edge on lb1 { listen 192.168.0.11:80; route { / -> a } }\ngateway inner on lb1 { listen 127.0.0.1:80; route { / -> a } }`,
    "a container that gives way to a daemon of its host": `${hosts}host dock1 192.168.0.41 { runtime docker }\nservice a on dock1 port 80 image a\ngateway edge on dock1 { listen 80; route { / -> a } }`,
    "one port on two hosts": `${hosts}service a on node1 port 80\nservice b on node2 port 80`,
  },
  rejects: {
    "two proxies of one host": `${hosts}service a on node1 port 8081\ngateway edge on lb1 { listen 80; route { / -> a } }\nbalancer web on lb1 { listen 80 -> a }`,
    "a published port and a daemon of its host": `${hosts}host dock1 192.168.0.41 { runtime docker }\nservice a on dock1 port 80 image a publish 80\ngateway edge on dock1 { listen 80; route { / -> a } }`,
    "two containers that publish one port": "service a port 80 publish 8080 -> 80\nservice b port 80 publish 8080 -> 80",
    "two services of one host": `${hosts}service a on node1 port 80\nservice b on node1 port 80`,
    "a range of ports that holds another's": `${hosts}service a on node1 port 9000\nbalancer web on lb1 { listen 8801-8810 -> a }\nbalancer more on lb1 { listen 8805 -> a }`,
    "a cache and a gateway of one host": `${hosts}service a on node1 port 8081\ncache cdn on lb1 { listen 80; accelerate a }\ngateway edge on lb1 { listen 80; route { / -> a } }`,
    "one declaration twice": `${hosts}service a on node1 port 8081\nbalancer web on lb1 { listen 8404 -> a; stats 8404 }`,
  },
});
