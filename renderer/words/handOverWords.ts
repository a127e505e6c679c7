/** What is given to those who run a flow without the window. A part of the one catalogue in words.ts. */
export const handOverWords = {
  handOver: {
    title: 'Run it elsewhere',
    open: 'Run it elsewhere…',
    hint: 'The flow is one file. The same file runs from a terminal, in a pipeline and here.',
    unsaved: 'The file does not have the latest edits yet: save first.',
    tabs: { command: 'Command line', pipeline: 'CI', document: 'Mapping document' },
    run: 'Run it',
    plan: 'See what it would write, and write nothing',
    commandHint: 'Ends with 0 when all went well, with 3 when rows were rejected and nobody took them.',
    pipelineHint: 'For GitHub Actions: save it as .github/workflows/sluice.yml beside the flow’s folder.',
    secrets: 'Secrets of the repository give the credentials: a connected app with the client-credentials flow.',
    documentHint: 'Every step, formula and mapped field, for those who sign the load off.',
    copy: 'Copy',
    copied: 'Copied.',
    save: 'Save beside the flow',
    saved: (file: string) => `Saved as ${file}, beside the flow.`,
  },
} as const;
