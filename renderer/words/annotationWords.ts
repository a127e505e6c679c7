import { plural } from './format.ts';

/** Groups and notes of the canvas. A part of the one catalogue in words.ts. */
export const annotationWords = {
  annotations: {
    newGroup: 'Group',
    untitled: 'No name',
    expand: 'Open the group',
    collapse: 'Collapse the group',
    nodes: (count: number) => plural(count, 'node', 'nodes'),
    problems: (count: number) => plural(count, 'problem', 'problems'),
    groupLabel: (title: string, count: number) => `Group ${title}, ${plural(count, 'node', 'nodes')}`,
    groupHint: (count: number) => `${plural(count, 'node', 'nodes')} in a frame. Drag its head to move all of them; collapsed, it is one card.`,
    note: 'Note',
    noteText: 'Text of the note',
    noteHint: 'Double-click to write.',
    notePlaceholder: 'What others should know',
    markdown: '# heading, - list, **strong**, *emphasis*, `code`',
    noteLabel: (text: string) => `Note: ${text.trim().slice(0, 80) || 'empty'}`,
    removeNote: 'Remove the note',
  },
} as const;
