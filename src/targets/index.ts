import type { Target } from "../emit/target.js";
import { compose } from "./compose/index.js";
import { consul } from "./consul/index.js";
import { filebeat } from "./filebeat/index.js";
import { haproxy } from "./haproxy/index.js";
import { keepalived } from "./keepalived/index.js";
import { logstash } from "./logstash/index.js";
import { lvs } from "./lvs/index.js";
import { nginx } from "./nginx/index.js";
import { rabbitmq } from "./rabbitmq/index.js";
import { registrar } from "./registrar/index.js";
import { squid } from "./squid/index.js";
import { sysctl } from "./sysctl/index.js";

/** Every target. The last one mounts what the others have written. */
export const targets: readonly Target[] = [nginx, haproxy, keepalived, lvs, sysctl, squid, consul, registrar, rabbitmq, filebeat, logstash, compose];
