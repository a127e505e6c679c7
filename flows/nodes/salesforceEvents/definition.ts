import { z } from 'zod';
import { defineNode, outPort, rejectedPort, type SettingProblem } from '../../kit/defineNode.ts';
import { f } from '../../kit/fields.ts';

export const definition = defineNode({
  type: 'salesforceEvents',
  version: 1,
  kind: 'source',
  title: 'Salesforce events',
  summary: 'Listens to changes of records and to platform events of an org, and makes a row of each.',
  category: 'Salesforce',
  keywords: ['cdc', 'change data capture', 'platform event', 'push topic', 'stream', 'subscribe', 'replay', 'cometd', 'listen'],
  settings: z.object({
    connection: f.connection({ title: 'Connection', help: 'The org to listen to.', system: 'salesforce', required: true }),
    channel: f.lookup({
      title: 'Channel',
      help: '/data/AccountChangeEvent tells changes of accounts, /event/X__e a platform event, /topic/X a PushTopic.',
      lookup: 'channels', required: true,
    }),
    columns: f.columnTypes({
      title: 'Columns',
      help: 'The columns of the rows and their types. Read them from the org so that the next nodes know them before the run.',
      lookup: 'columns',
    }),
    start: f.choice(
      [
        { value: 'remembered', title: 'Where the last run stopped', help: 'All events that are kept, the first time. Only a run that wrote everything counts.' },
        { value: 'kept', title: 'All events that are kept', help: 'Three days back, or one for PushTopics.' },
        { value: 'new', title: 'Only new events' },
        { value: 'after', title: 'After an event' },
      ],
      { title: 'Begin', help: 'Which events to begin with. A run that is resumed goes on after the last that arrived.', default: 'remembered' },
    ),
    rememberAs: f.text({
      title: 'Remember as',
      help: 'The name under which this machine remembers how far was read.',
      placeholder: 'account changes', required: true, when: { setting: 'start', is: ['remembered'] },
    }),
    replayId: f.text({ title: 'Replay id', help: 'Of the event before the first.', placeholder: '1024', required: true, when: { setting: 'start', is: ['after'] } }),
    stop: f.choice(
      [
        { value: 'idle', title: 'When nothing comes any more' },
        { value: 'count', title: 'After a number of events' },
        { value: 'time', title: 'At a time' },
        { value: 'cancel', title: 'When the run is cancelled' },
      ],
      { title: 'End', help: 'When to stop listening. The run then finishes as any other.', default: 'idle' },
    ),
    idle: f.number({
      title: 'Wait',
      help: 'So long nothing may come before it ends.',
      default: 30, min: 0.1, max: 86_400, unit: 'seconds', when: { setting: 'stop', is: ['idle'] },
    }),
    count: f.number({ title: 'Events', help: 'So many events, then it ends.', default: 100, min: 1, max: 10_000_000, unit: 'events', when: { setting: 'stop', is: ['count'] } }),
    until: f.text({ title: 'Until', help: 'The moment at which it ends.', placeholder: '2026-01-31T18:00:00Z', required: true, when: { setting: 'stop', is: ['time'] } }),
    api: f.choice(
      [
        { value: 'auto', title: 'As the org offers', help: 'The Pub/Sub API where it answers, else CometD. What was begun one way goes on so.' },
        { value: 'cometd', title: 'CometD', help: 'Every org and every kind of channel. May lose events where very many wait.' },
        { value: 'pubSub', title: 'Pub/Sub API', help: 'gRPC: changes and platform events, at the speed of the flow.' },
      ],
      { title: 'Listen by', help: 'Replay ids of one way mean nothing to the other.', default: 'auto', advanced: true },
    ),
    endpoint: f.text({
      title: 'Endpoint',
      help: 'Host and port of the Pub/Sub API. Blank: that of Salesforce. A demo org says where it has its own.',
      placeholder: 'api.pubsub.salesforce.com:7443', advanced: true, when: { setting: 'api', is: ['auto', 'pubSub'] },
    }),
    onGap: f.choice(
      [
        { value: 'row', title: 'Give a row', help: 'ChangeType begins with GAP_; the fields are blank.' },
        { value: 'reject', title: 'Reject the row' },
        { value: 'stop', title: 'Stop the run' },
      ],
      { title: 'Gaps', help: 'What to do when the org says that a record changed, and not what: read it again from the org.', default: 'row' },
    ),
  }),
  ports: () => ({ in: [], out: [outPort, rejectedPort] }),
  caption: ({ channel }) => channel,
  columns: ({ columns }) => (columns.length > 0 ? columns : undefined),
  check: ({ channel, stop, until, api }) => {
    const problems: SettingProblem[] = [];
    if (channel.trim() !== '' && !channel.includes('{{') && !/^\/(data|event|topic|u)\/[\w/]+$/.test(channel)) {
      problems.push({ code: 'channelShape', severity: 'error', message: `"${channel}" is no channel. One begins with /data/, /event/, /topic/ or /u/.`, path: ['channel'] });
    }
    if (api === 'pubSub' && /^\/(topic|u)\//.test(channel)) {
      problems.push({ code: 'channelNotPubSub', severity: 'error', message: `The Pub/Sub API does not tell ${channel}; CometD does.`, path: ['api'] });
    }
    if (stop === 'time' && until.trim() !== '' && !until.includes('{{') && Number.isNaN(Date.parse(until))) {
      problems.push({ code: 'untilNoMoment', severity: 'error', message: `"${until}" is no date and time. Write it as 2026-01-31T18:00:00Z.`, path: ['until'] });
    }
    return problems;
  },
  traits: { state: 'none', order: 'keeps', deterministic: false, conserves: true },
});
