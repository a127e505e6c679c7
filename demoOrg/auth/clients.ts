import type { Database } from '../database.ts';
import type { ClientSeed } from '../seed/seedFormat.ts';

/** The apps that may sign in. */
export interface Clients {
  find(id: string): ClientSeed | undefined;
  /** Adds an app, or replaces the one with its id. */
  register(client: ClientSeed): void;
}

export function openClients(database: Database): Clients {
  return {
    find(id) {
      const row = database.get('SELECT definition FROM _client WHERE id = :id', { id });
      return row && (JSON.parse(row[0] as string) as ClientSeed);
    },
    register: (client) => database.run('INSERT OR REPLACE INTO _client VALUES (:id, :definition)', { id: client.id, definition: JSON.stringify(client) }),
  };
}
