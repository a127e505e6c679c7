import { Position, type NodeHandle } from '@xyflow/react';
import type { Port } from '../../flows/kit/defineNode.ts';
import type { NodeShape } from './describeNode.ts';
import { headHeight, nodeHeight, nodeWidth } from './placeNodes.ts';

const border = 1;
const rowHeight = 24;
const handleSize = 12;
/** From the left edge of the card to the port that rejected rows leave by. */
const rejectedX = 25;

/** In the flow's units (px at zoom 1). */
export interface CardLayout {
  readonly width: number;
  readonly height: number;
  readonly handles: NodeHandle[];
}

interface CardPorts {
  /** Beside the head. */
  readonly firstIn: Port | undefined;
  readonly firstOut: Port | undefined;
  /** Each in a row of its own below the head. */
  readonly rows: readonly { readonly port: Port; readonly isIn: boolean }[];
  /** Below the card. */
  readonly rejected: Port | undefined;
}

/** Where on a card each port is. */
export function cardPorts({ ins, outs }: NodeShape): CardPorts {
  const rejected = outs.find(({ name }) => name === 'rejected');
  const [firstIn, ...moreIns] = ins;
  const [firstOut, ...moreOuts] = outs.filter((port) => port !== rejected);
  return { firstIn, firstOut, rejected, rows: [...moreIns.map((port) => ({ port, isIn: true })), ...moreOuts.map((port) => ({ port, isIn: false }))] };
}

/**
 * The size of a card and the places of its ports in it, as NodeCard.module.css draws them. React Flow is told, so that it draws edges to cards that
 * were never on the screen, and measures none: on opening a large flow that is most of the work.
 */
export function cardLayout(shape: NodeShape): CardLayout {
  const { firstIn, firstOut, rows, rejected } = cardPorts(shape);
  const height = nodeHeight + rows.length * rowHeight + 2 * border;
  const handle = (port: Port, isIn: boolean, middle: number): NodeHandle => ({
    id: port.name,
    type: isIn ? 'target' : 'source',
    position: isIn ? Position.Left : Position.Right,
    x: (isIn ? border : nodeWidth - border) - handleSize / 2,
    y: middle - handleSize / 2,
    width: handleSize,
    height: handleSize,
  });
  const head = border + headHeight / 2;
  return {
    width: nodeWidth,
    height,
    handles: [
      ...(firstIn ? [handle(firstIn, true, head)] : []),
      ...(firstOut ? [handle(firstOut, false, head)] : []),
      ...rows.map(({ port, isIn }, index) => handle(port, isIn, border + headHeight + (index + 0.5) * rowHeight)),
      ...(rejected ? [{ ...handle(rejected, false, 0), position: Position.Bottom, x: rejectedX - handleSize / 2, y: rejectedY(height) }] : []),
    ],
  };
}

/** Where the port for rejected rows is on a card so high. */
export function rejectedY(height: number): number {
  return height - border - handleSize / 2;
}
