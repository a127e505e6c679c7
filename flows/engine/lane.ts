import type { Batch } from '../kit/batch.ts';
import { Channel, type Feed } from './channel.ts';
import { NodeRun, type EdgeRun } from './nodeRun.ts';
import type { Pacer } from './pacer.ts';
import type { Plan } from './planFlow.ts';
import { cancelled, type RunControl } from './runControl.ts';
import { Sample, SampledCells } from './sample.ts';

interface Delivery {
  readonly batch: Batch;
  readonly port: string;
}

/**
 * A source or a node with a channel before it, and the nodes it calls directly, batch by batch. A lane is one loop; lanes run side by
 * side and meet in channels only.
 */
export class Lane {
  readonly head: NodeRun;
  /** In an order in which each comes after the one that feeds it; the head first. */
  readonly members: NodeRun[];
  readonly channel: Channel<Delivery> | undefined;
  readonly #feeds: Feed<Delivery>[] = [];

  constructor(head: NodeRun) {
    this.head = head;
    this.members = [head];
    this.channel = head.plan.hasChannel ? new Channel() : undefined;
  }

  get isSink(): boolean {
    return this.head.plan.definition.kind === 'sink';
  }

  /** A way from a node of this lane into the channel of another. */
  feed(into: Lane, port: string, capacity: number): (batch: Batch) => void | Promise<void> {
    const feed = into.channel!.feed(capacity, into.head.plan.readFirst.has(port));
    this.#feeds.push(feed);
    return (batch) => feed.send({ batch, port });
  }

  /** Works on what comes through the channel until everything is in. A sink's rows must add up before it may finish. */
  async drain(pacer: Pacer): Promise<void> {
    for (;;) {
      const delivery = await this.channel!.take();
      if (!delivery) break;
      await this.head.take(delivery.batch, delivery.port);
      await pacer.pause();
    }
    if (!this.isSink) return;
    await this.head.flush();
    this.head.checkRows();
  }

  /** Everything is in: the nodes finish one after another, then the lanes below hear that no more comes from here. */
  async close(): Promise<void> {
    for (const node of this.members) {
      await node.finish();
      node.checkRows();
    }
    for (const feed of this.#feeds) feed.end();
  }

}

/** The nodes and edges of a run, and the lanes they form, each after all that feed it. */
export interface Wiring {
  readonly nodes: readonly NodeRun[];
  readonly edges: readonly EdgeRun[];
  readonly lanes: readonly Lane[];
}

/** Connects the nodes of a plan. */
export function wire(plan: Plan, control: RunControl): Wiring {
  const sampled = new SampledCells();
  const nodes = new Map(plan.nodes.map((node) => [node.id, new NodeRun(node, control, new Sample(sampled))]));
  const laneOf = new Map<string, Lane>();
  const lanes: Lane[] = [];
  // Of several feeders any will do: a node that has them begins a lane.
  const feeders = new Map(plan.edges.map(({ from, to }) => [to.node, from.node]));
  for (const node of nodes.values()) {
    const feeder = feeders.get(node.id);
    const lane = node.plan.hasChannel || feeder === undefined ? new Lane(node) : laneOf.get(feeder)!;
    if (lane.head === node) lanes.push(lane);
    else lane.members.push(node);
    laneOf.set(node.id, lane);
  }
  const edges = plan.edges.map(({ id, from, to, capacity }): EdgeRun => {
    const target = nodes.get(to.node)!;
    const into = laneOf.get(to.node)!;
    const deliver = target.plan.hasChannel ? laneOf.get(from.node)!.feed(into, to.port, capacity) : (batch: Batch) => target.take(batch, to.port);
    const edge: EdgeRun = { id, rows: 0, sample: new Sample(sampled), deliver };
    nodes.get(from.node)!.outlets.get(from.port)!.edges.push(edge);
    return edge;
  });
  control.signal.addEventListener('abort', () => {
    for (const { channel } of lanes) channel?.abort(cancelled());
  });
  return { nodes: [...nodes.values()], edges, lanes };
}
