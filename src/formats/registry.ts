import type { Format } from './format';
import { plyFormat } from './ply/ply';

/** Every format that can be opened, in the order in which they are asked whether a file is theirs. */
export const formats: readonly Format[] = [plyFormat];
