import type { Route } from '../http/router.ts';
import { collectionResources } from './collectionResources.ts';
import { compositeResources } from './compositeResources.ts';
import { queryResources } from './queryResources.ts';
import { recordResources } from './recordResources.ts';
import { routesOf } from './resource.ts';
import { treeResources } from './treeResources.ts';

const plain = [...queryResources, ...collectionResources, ...treeResources, ...recordResources];

/** Queries, records, and requests that hold other requests. */
export const restRoutes: readonly Route[] = routesOf([...compositeResources(plain), ...plain]);
