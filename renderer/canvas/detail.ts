import { createContext, useContext } from 'react';

/** How much of a card is drawn: all; its icon and name, where nothing else could be read; or a block, where not even that could. */
export type Detail = 'all' | 'name' | 'block';

const namesBelow = 0.4;
const blocksBelow = 0.2;

/** What is drawn at the zoom the canvas has. A selector for React Flow's store. */
export function detailOf({ transform: [, , zoom] }: { readonly transform: readonly [number, number, number] }): Detail {
  return zoom < blocksBelow ? 'block' : zoom < namesBelow ? 'name' : 'all';
}

const context = createContext<Detail>('all');
export const DetailContext = context.Provider;

/** Asked by every card, so it comes from above: a thousand subscriptions to the zoom would cost more than the drawing. */
export function useDetail(): Detail {
  return useContext(context);
}
