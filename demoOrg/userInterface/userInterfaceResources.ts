import type { Resource } from '../rest/resource.ts';
import { layoutResources } from './layoutResources.ts';
import { listViewResources } from './listViewResources.ts';
import { quickActionResources } from './quickActionResources.ts';
import { startResources } from './startResources.ts';

/** What apps that show records ask for. Must stand before the routes of single records, whose paths are wider. */
export const userInterfaceResources: readonly Resource[] = [...startResources, ...layoutResources, ...listViewResources, ...quickActionResources];
