interface LimitDefinition {
  /** What a Developer Edition has. */
  readonly max: number;
  /** How long a use counts; 24 where not given. */
  readonly hours?: number;
}

/** The limits that `/limits` lists, by the names it gives them. Where Salesforce publishes no figure for this edition, a plausible one stands. */
export const limitDefinitions = {
  ConcurrentAsyncGetReportInstances: { max: 200 },
  DailyApiRequests: { max: 15_000 },
  DailyBulkApiBatches: { max: 15_000 },
  DailyBulkV2QueryFileStorageMB: { max: 976_562 },
  DailyBulkV2QueryJobs: { max: 10_000 },
  DailyDeliveredPlatformEvents: { max: 10_000 },
  DailyDurableStreamingApiEvents: { max: 50_000 },
  DailyGenericStreamingApiEvents: { max: 10_000 },
  DataStorageMB: { max: 1_024 },
  FileStorageMB: { max: 1_024 },
  HourlyPublishedPlatformEvents: { max: 50_000, hours: 1 },
  StreamingApiConcurrentClients: { max: 20 },
} as const satisfies Readonly<Record<string, LimitDefinition>>;

export type LimitName = keyof typeof limitDefinitions;

export function isLimitName(name: string): name is LimitName {
  return Object.hasOwn(limitDefinitions, name);
}

/** How many hours a use counts. */
export function hoursOf(name: LimitName): number {
  const definition: LimitDefinition = limitDefinitions[name];
  return definition.hours ?? 24;
}
