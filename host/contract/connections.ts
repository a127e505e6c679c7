import { z } from 'zod';
import { environments } from '../../flows/kit/connection.ts';
import { command, stream } from '../rpc/contract.ts';

const connection = z.object({
  name: z.string(),
  system: z.string(),
  environment: z.enum(environments),
  settings: z.record(z.string(), z.string()),
  /** The built-in connection to the demo org cannot be changed. */
  builtIn: z.boolean(),
});

const finding = z.object({
  code: z.string(),
  severity: z.enum(['good', 'warning', 'error']),
  message: z.string(),
  hint: z.string().optional(),
  page: z.object({ title: z.string(), url: z.string().optional() }).optional(),
});

/** flows/connectors/salesforce/doctor/diagnosis.ts, as it crosses to the window. */
const diagnosis = z.object({
  findings: z.array(finding).readonly(),
  user: z.string().optional(),
  org: z.string().optional(),
  orgId: z.string().optional(),
  environment: z.enum(environments).optional(),
  apiVersion: z.string().optional(),
  latencyMs: z.number().optional(),
  dailyCalls: z.object({ left: z.number(), most: z.number() }).optional(),
});

export const connections = {
  list: command(z.object({}), z.array(connection)),
  /** Secrets go in and never come out again. */
  save: command(connection.omit({ builtIn: true }).extend({ name: z.string().min(1), secrets: z.record(z.string(), z.string()) }), z.object({})),
  remove: command(z.object({ name: z.string() }), z.object({})),
  /**
   * Signs in with a browser and keeps the connection. First the address to open, and whether the host has opened it; then, when the person
   * has signed in, the end. Closing the stream cancels.
   */
  signIn: stream(
    z.object({ name: z.string().min(1), login: z.string(), clientId: z.string().optional() }),
    z.discriminatedUnion('type', [z.object({ type: z.literal('open'), url: z.string(), isOpened: z.boolean() }), z.object({ type: z.literal('signedIn') })]),
  ),
  /** The orgs that the sf command is signed in to. Asked only after the person has chosen to use one of them: it reads sf's files. */
  adoptable: command(z.object({}), z.array(z.object({ username: z.string(), aliases: z.array(z.string()).readonly(), instanceUrl: z.string() }))),
  /** Takes over the sign-in of one of them. */
  adopt: command(z.object({ name: z.string().min(1), username: z.string() }), z.object({})),
  /** The doctor: whether the connection works, and what blocks it. What the org says of itself is kept with the connection. */
  diagnose: command(z.object({ name: z.string() }), diagnosis),
  /** What the org said last of its daily API calls; nothing where nobody has asked it yet. Asks no org. */
  limits: command(
    z.object({ name: z.string() }),
    z.object({ limits: z.object({ used: z.number(), max: z.number(), stopAt: z.number(), asOf: z.number() }).optional() }),
  ),
  /** Where secrets are kept, in words, and whether that place answers now. */
  vault: command(z.object({}), z.object({ place: z.string(), available: z.boolean(), message: z.string().optional(), passphrase: z.enum(['choose', 'enter']).optional() })),
  /** Opens the file of secrets under the person's passphrase, or begins one. The host holds the passphrase in memory until it ends. */
  unlockVault: command(z.object({ passphrase: z.string().min(1) }), z.object({})),
};
