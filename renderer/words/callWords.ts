/** Flows that call others. A part of the one catalogue in words.ts. */
export const callWords = {
  calls: {
    open: 'Open the called flow',
    readPorts: 'Read its ports again',
    noParameters: 'The called flow has no parameters.',
    unknown: 'They are shown when a flow is chosen.',
  },
} as const;
