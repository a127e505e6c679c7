import { Tooltip } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { connectionsOf } from '../../flows/model/connectionsOf.ts';
import type { HostClient } from '../../host/contract/contract.ts';
import { useRun, useWorkbench } from '../app/workbench.ts';
import { useWholeFlow } from '../calls/useWholeFlow.ts';
import { isRunning } from '../stores/runStore.ts';
import { formatTime } from '../words/format.ts';
import { words } from '../words/words.ts';
import styles from './LimitsGauge.module.css';

type Limits = NonNullable<Awaited<ReturnType<HostClient['connections']['limits']>>['limits']>;

const everyMs = 2000;

/** How much of the day's API calls each org of the flow has used, and the reserve that Sluice leaves. Asks no org: shows what orgs said with their last answers. */
export function LimitsGauge() {
  const { link, definitions } = useWorkbench();
  const document = useWholeFlow();
  const names = useMemo(() => connectionsOf(document, definitions).join('\n'), [document, definitions]);
  const isLive = useRun(isRunning);
  const [limits, setLimits] = useState<Readonly<Record<string, Limits>>>({});
  useEffect(() => {
    let isOver = false;
    const ask = async (): Promise<void> => {
      const known = await Promise.all(
        names.split('\n').filter(Boolean).map(async (name) => [name, (await link.client().connections.limits({ name })).limits] as const),
      );
      if (!isOver) setLimits(Object.fromEntries(known.flatMap(([name, said]) => (said ? [[name, said]] : []))));
    };
    // A gauge that cannot be read is not worth a message; what is wrong with the connection is said where it is used.
    const look = (): void => void ask().catch(() => {});
    look();
    const timer = isLive ? setInterval(look, everyMs) : setTimeout(look, everyMs);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [link, names, isLive]);
  const all = Object.entries(limits);
  return all.map(([name, said]) => <Gauge key={name} name={name} isOneOfMany={all.length > 1} {...said} />);
}

function Gauge({ name, isOneOfMany, used, max, stopAt, asOf }: Limits & { readonly name: string; readonly isOneOfMany: boolean }) {
  const tone = used >= stopAt ? 'bad' : used >= stopAt * 0.8 ? 'warn' : 'good';
  const label = words.org.limits(name, used, max);
  return (
    <Tooltip multiline w={260} label={`${label}. ${words.org.reserve(stopAt)} ${words.org.asOf(formatTime(new Date(asOf).toISOString()))}`}>
      <span className={styles['gauge']} role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={max} aria-valuenow={used} data-tone={tone} data-testid={`limits-${name}`}>
        {isOneOfMany ? <span>{name}</span> : null}
        <svg viewBox="0 0 64 8" className={styles['bar']} aria-hidden="true">
          <rect width={64} height={8} rx={4} className={styles['track']} />
          <rect width={Math.max(2, (64 * Math.min(used, max)) / max)} height={8} rx={4} className={styles['fill']} />
          <rect x={(64 * stopAt) / max} y={0} width={1.5} height={8} className={styles['stop']} />
        </svg>
        <bdi>{words.org.gauge(used, max)}</bdi>
      </span>
    </Tooltip>
  );
}
