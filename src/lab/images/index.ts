import { etcd } from "./etcd.js";
import type { Image } from "./image.js";
import { postgres } from "./postgres.js";
import { rabbitmq } from "./rabbitmq.js";
import { redis } from "./redis.js";

const images = new Map([etcd, postgres, rabbitmq, redis].map((image) => [image.name, image]));

/** What runs for an image that its own makers publish; undefined for any other, as it may start in its own way. */
export function imageNamed(image: string): Image | undefined {
  return images.get(image.replace(/^docker\.io\//, "").replace(/^library\//, "").replace(/[:@][^/]*$/, ""));
}
