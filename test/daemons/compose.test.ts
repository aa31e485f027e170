import { describe, expect, test } from "vitest";
import { check } from "./checker.js";
import { compose } from "./compose.js";
import { expectFault, type Fault } from "./plant.js";
import { requireDaemon } from "./require.js";

const path = "/site/docker-compose.yml";
const text = `name: shop
services:
  web:
    image: nginx:1.27
    networks:
      front:
        ipv4_address: 172.20.0.5
    ports:
      - "80:80"
    depends_on:
      - app
  app:
    image: shop:1
    networks:
      - front
    volumes:
      - data:/data
networks:
  front:
    ipam:
      config:
        - subnet: 172.20.0.0/16
volumes:
  data: {}
`;

const faults: Readonly<Record<string, Fault>> = {
  "an undefined network": { from: "      - front", to: "      - back", says: /service "app" refers to undefined network back/, line: null },
  "an undefined service": { from: "      - app", to: "      - ap", says: /undefined service "?ap\b/, line: null },
  "an undefined volume": { from: "data:/data", to: "date:/data", says: /undefined volume date/, line: null },
  "an unknown key": { from: "image: shop", to: "imag: shop", says: /imag.* not allowed/, line: null },
  "a port out of range": { from: "80:80", to: "80:85000", says: /Invalid containerPort/, line: null },
  "a key that is there twice": { from: "    image: shop:1", to: "    image: shop:1\n    image: shop:2", says: /mapping key "image" already defined/, line: 14 },
  "a variable that is not set (status 0)": { from: "shop:1", to: "shop:$NONE", says: /"NONE" variable is not set/, line: null },
  "the version, which nobody reads (status 0)": { from: "name: shop", to: 'version: "3"', says: /`version` is obsolete/, line: null },
};

describe.runIf(requireDaemon(compose))("the checker of Compose", () => {
  test("is content with a sound file", async () => {
    expect(await check(compose, { path, text })).toEqual([]);
  });

  test.each(Object.entries(faults))("finds %s", async (_, fault) => {
    await expectFault(compose, { path, text }, {}, fault);
  });
});
