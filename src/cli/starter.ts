/** The site that `infc init` writes. */
export const starter = `# A small site: what it is made of, one statement a thing. \`infc build\` writes the configurations of its daemons
# into the folder out; \`infc expand\` shows everything that these few lines imply; \`infc explain WORD\` says what a word means.

site demo

# Values to choose when you build: \`infc build --env prod\`, or \`infc build --set replicas=4\`.
param replicas count "How many instances of the shop run" default 2 min 1 max 9
env prod { replicas 3 }

# Where everything lives. Who has no address gets a free one, which site.lock keeps.
network lan 192.168.0.0/24 { gateway 192.168.0.1 }

# What the site is for: instances of one image. They register in Consul, where what is in front finds them.
service shop x\${replicas} {
  image nginx:stable
  port 80
  check http / every 5s
  discover consul
}

# What answers for it: two gateways that share an address. One holds it; when it fails, the other takes it over.
gateway edge x2 {
  listen 80
  vip 192.168.0.146
  route { / -> shop }
}
`;
