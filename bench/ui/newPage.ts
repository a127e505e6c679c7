import type { Page } from '@playwright/test';

/** Opens a page of so many px that has the meters. */
export type NewPage = (width: number, height: number) => Promise<Page>;
