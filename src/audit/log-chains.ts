import type { Endpoint } from "../ir/basics.js";
import type { Collection, Pipeline } from "../ir/logs.js";
import type { Node } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import type { Origin } from "../source/origin.js";
import type { LogChain, Member, Stage } from "./audit.js";
import { memberOf } from "./stages.js";
import type { Surroundings, View } from "./view.js";

/** One thing that lines pass on their way. */
interface Step {
  readonly name: string;
  readonly nodes: readonly Node[];
  /** Where it is, of what is not of this site. */
  readonly outside: readonly Endpoint[];
  readonly origin: Origin;
}

export interface Pipe {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly machines: readonly string[];
  readonly intake: readonly string[];
  readonly origin: Origin;
}

export function pipesOf({ logs, nodes }: Site, { nodesOf }: Surroundings): readonly Pipe[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  return logs.map((collection): Pipe => {
    const { name, shippers, buffer, pipeline, destination, origin } = collection;
    const buffers = buffer === null ? [] : [stepOf(buffer.entity, buffer.by === "redis" ? [buffer.endpoint] : buffer.endpoints, buffer.origin)];
    const logstash = pipeline === null ? [] : [pipelineStep(pipeline, byName)];
    return { name, machines: shippers.map(({ machine }) => machine), steps: [...buffers, ...logstash, stepOf(destination.entity, destination.endpoints, destination.origin)], intake: intakeOf(collection), origin };
  });

  function stepOf(name: string, endpoints: readonly Endpoint[], origin: Origin): Step {
    const own = nodesOf(name).filter((node) => endpoints.some(({ host }) => host === node.address));
    return { name, nodes: own, outside: own.length > 0 ? [] : endpoints, origin };
  }
}

function pipelineStep({ entity, nodes, beats, origin }: Pipeline, byName: ReadonlyMap<string, Node>): Step {
  return { name: entity, nodes: nodes.flatMap(({ node }) => byName.get(node) ?? []), outside: nodes.length === 0 ? (beats?.receivers ?? []) : [], origin };
}

function intakeOf({ pipeline }: Collection): readonly string[] {
  return (pipeline?.listens ?? []).map(({ input, port }) => `${input} ${port}`);
}

/** The step past which no line comes; undefined when all of them work. */
export function stoppedAt({ steps }: Pipe, view: View, { units, electorates }: Surroundings): string | undefined {
  const stopped = steps.find(({ name, nodes, outside }) => {
    if (outside.length > 0) return false;
    const electorate = electorates.get(name);
    const lacksMajority = electorate?.kind === "elasticsearch" && view.present(electorate) < electorate.needs - (electorate.certain ? 0 : 1);
    return lacksMajority || !nodes.some((node) => view.isUp(units.node(node.name)));
  });
  return stopped?.name;
}

/** A pipe as data; `stoppedBy`: what alone stops it. */
export function chainOf({ name, machines, steps, intake, origin }: Pipe, stoppedBy: LogChain["stoppedBy"], { electorates }: Surroundings): LogChain {
  const stages = steps.map((step): Stage => {
    const members = [...step.nodes.map(memberOf), ...step.outside.map(({ host, port }): Member => ({ name: `${host}:${port}`, host: null, outside: true }))];
    const electorate = electorates.get(step.name);
    const needs = electorate?.kind === "elasticsearch" ? electorate.needs - (electorate.certain ? 0 : 1) : 1;
    return { name: step.name, members, needs, vip: null, checked: true, origin: step.origin };
  });
  return { name, machines: [...machines], stages, stoppedBy, intake: [...intake], origin };
}
