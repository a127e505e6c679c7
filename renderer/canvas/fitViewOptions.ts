/** How a flow is fitted into the canvas. At its foot are the buttons for the zoom, which must not lie on a card. */
export const fitViewOptions = { padding: { top: 0.06, right: 0.06, bottom: '64px', left: 0.06 }, maxZoom: 1 } as const;
