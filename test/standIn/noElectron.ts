// Stands in for the module `electron` in a utility process, where ours uses nothing of it but `process.parentPort`.
import { unsupported } from './unsupported.ts';

throw unsupported('module "electron" in a utility process');
