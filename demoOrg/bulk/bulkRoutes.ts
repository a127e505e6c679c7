import type { Route } from '../http/router.ts';
import type { Bulk } from './openBulk.ts';
import { asyncRoutes } from './v1/asyncRoutes.ts';
import { bulkQueryRoutes } from './v2/bulkQueryRoutes.ts';
import { ingestRoutes } from './v2/ingestRoutes.ts';

/** Bulk API 2.0 and Bulk API 1.0. */
export function bulkRoutes(bulk: Bulk): readonly Route[] {
  return [...ingestRoutes(bulk), ...bulkQueryRoutes(bulk), ...asyncRoutes(bulk)];
}
