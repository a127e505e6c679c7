import { Button } from '@mantine/core';
import { Copy, FileDown, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { mappingDocument } from '../../flows/model/mappingDocument.ts';
import { connectionsOf } from '../../flows/model/connectionsOf.ts';
import { notify, orNotify } from '../app/notify.ts';
import { useConnections, useFlow, useWorkbench } from '../app/workbench.ts';
import { useWholeFlow } from '../calls/useWholeFlow.ts';
import { keepBeside } from '../flowFiles/keepBeside.ts';
import { useWritesToOrg } from '../org/useWritesToOrg.ts';
import { writtenConnections } from '../org/writtenConnections.ts';
import { isDirty, standing } from '../stores/flowStore.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { copyText } from '../ui/copyText.ts';
import { Tabs } from '../ui/Tabs.tsx';
import { words } from '../words/words.ts';
import { commandLine, pipeline, planCommand, type HandOver } from './commandLine.ts';
import styles from './HandOverDialog.module.css';

const said = words.handOver;
type Way = keyof typeof said.tabs;
const ways = Object.keys(said.tabs) as Way[];

/** The flow for those who have no window: the command that runs it, a pipeline, and the flow in words. */
export function HandOverDialog({ onClose }: { readonly onClose: () => void }) {
  const [way, setWay] = useState<Way>('command');
  const dirty = useFlow(isDirty);
  return (
    <Dialog onClose={onClose} title={said.title} size={760}>
      <p className={styles['hint']}>{said.hint}</p>
      {dirty ? (
        <p className={styles['unsaved']}>
          <TriangleAlert size={14} aria-hidden="true" /> {said.unsaved}
        </p>
      ) : null}
      <div className={styles['tabs']}>
        <Tabs label={said.title} tabs={ways.map((id) => ({ id, title: said.tabs[id] }))} active={way} controls="hand-over-body" onPick={setWay} />
      </div>
      <div role="tabpanel" id="hand-over-body" aria-labelledby={`tab-${way}`} className={styles['body']}>
        {way === 'command' ? <CommandWay /> : way === 'pipeline' ? <PipelineWay /> : <DocumentWay />}
      </div>
    </Dialog>
  );
}

/** What the command lines are made of; `file` counts from the flow's own folder where a pipeline is to find it. */
function useHandOver(isFromFolder: boolean): HandOver {
  const { definitions } = useWorkbench();
  const document = useFlow(standing);
  const path = useFlow((state) => state.path);
  const whole = useWholeFlow();
  const list = useConnections((state) => state.list);
  return useMemo(() => {
    const environments = new Map(list.map(({ name, environment }) => [name, environment]));
    return {
      document,
      file: isFromFolder ? path.split(/[/\\]/).at(-1)! : path,
      connections: connectionsOf(whole, definitions).filter((name) => environments.get(name) !== 'demo'),
      production: writtenConnections(whole, definitions).filter((name) => environments.get(name) === 'production'),
    };
  }, [document, path, whole, list, definitions, isFromFolder]);
}

function CommandWay() {
  const handOver = useHandOver(false);
  const writesToOrg = useWritesToOrg();
  return (
    <>
      <Snippet title={said.run} text={commandLine(handOver)} />
      {writesToOrg ? <Snippet title={said.plan} text={planCommand(handOver)} /> : null}
      <p className={styles['hint']}>{said.commandHint}</p>
    </>
  );
}

function PipelineWay() {
  const handOver = useHandOver(true);
  return (
    <>
      <Snippet title={said.pipelineHint} text={pipeline(handOver)} />
      {handOver.connections.length > 0 ? <p className={styles['hint']}>{said.secrets}</p> : null}
    </>
  );
}

function DocumentWay() {
  const { definitions, link, flow } = useWorkbench();
  const document = useFlow(standing);
  const text = useMemo(() => mappingDocument(document, definitions), [document, definitions]);
  const save = async (): Promise<void> => {
    const { path } = flow.getState();
    const name = `${path.split(/[/\\]/).at(-1)!.replace(/\.json$/i, '')}.md`;
    notify(said.saved(await keepBeside(link.client(), path, name, new Blob([text]))));
  };
  return (
    <>
      <Snippet title={said.documentHint} text={text} />
      <Button variant="default" className={styles['save']} leftSection={<FileDown size={14} />} onClick={() => orNotify(save())}>
        {said.save}
      </Button>
    </>
  );
}

function Snippet({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <section className={styles['snippet']} aria-label={title}>
      <header>
        <h3>{title}</h3>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<Copy size={14} />}
          onClick={() => {
            copyText(text);
            notify(said.copied);
          }}
        >
          {said.copy}
        </Button>
      </header>
      {/* It scrolls, so the keyboard must reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}>{text}</pre>
    </section>
  );
}
