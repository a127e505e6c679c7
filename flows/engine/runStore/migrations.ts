/**
 * The tables of the run store. Number n brings a store of version n to n + 1; what has been released is never changed, only added to.
 * Times are ISO 8601 text in UTC, `beatAt` milliseconds since the epoch.
 */
export const migrations: readonly string[] = [
  `
  create table migration (version integer primary key, at text not null);

  create table run (
    run text primary key,
    flow text not null,
    path text,
    request text not null,
    state text not null,
    pid integer not null,
    startedAt text not null,
    beatAt integer not null,
    elapsedMs integer not null default 0,
    read integer not null default 0,
    written integer not null default 0,
    rejected integer not null default 0
  );
  create index runByStart on run (startedAt);
  create index runByPath on run (path, startedAt);

  create table event (
    run text not null references run on delete cascade,
    sequence integer not null,
    type text not null,
    body text not null,
    primary key (run, sequence)
  ) without rowid;

  create table sample (
    run text not null references run on delete cascade,
    edge text not null,
    columns text not null,
    rows text not null,
    kept integer not null,
    total integer not null,
    primary key (run, edge)
  );

  create table split (
    run text not null references run on delete cascade,
    node text not null,
    split text not null,
    state text not null,
    attempt integer not null,
    cursor text,
    rows integer not null default 0,
    updatedAt text not null,
    primary key (run, node, split)
  ) without rowid;
  `,
  `
  alter table run add column parent text;

  create table rejectedPart (
    run text not null references run on delete cascade,
    node text not null,
    part integer not null,
    rows integer not null,
    sealed blob not null,
    primary key (run, node, part)
  ) without rowid;
  `,
  `
  alter table run add column mode text not null default 'write';
  alter table run add column about text;
  alter table run add column attempt integer not null default 0;

  create table ledger (
    id integer primary key,
    run text not null references run on delete cascade,
    node text not null,
    batch integer not null,
    state text not null,
    counts text not null,
    rows integer not null,
    results text,
    job text,
    isSealed integer not null,
    isWhole integer not null,
    entries blob,
    bare blob,
    bareOutcomes blob,
    outcomes blob,
    at text not null,
    unique (run, node, batch)
  );

  create table target (
    run text not null references run on delete cascade,
    node text not null,
    target text not null,
    cost text,
    primary key (run, node)
  ) without rowid;

  create table checkpoint (
    run text primary key references run on delete cascade,
    body text not null
  );
  `,
  `
  alter table sample add column isByColumn integer not null default 0;
  `,
];
