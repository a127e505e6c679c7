import { z } from 'zod';

// The one import with an effect: zod must know before the first schema is used that the page's policy forbids making code from text.
z.config({ jitless: true });
