/**
 * What the listing of standard objects lacks, for the common ones, by hand: key prefixes, types, lengths, picklists,
 * required fields, defaults.
 *
 * `Object prefix [setup] [nodml]` (`-`: no prefix), then indented `Field [type[(length[,scale])]] [words]`. Words: `required`, `name`, `readonly`,
 * `unique`, `external`, `restricted`, `default=…`, `values=a|*b|c` (the star marks the default), `ref=A,B`, `delete=cascade|restrict|clear`,
 * `master` (a master-detail), `auto=FORMAT`. `Name children=Object.Lookup` is a child relationship.
 */
import { PLATFORM_OBJECTS } from './overlay-platform.ts';
import { SALES_OBJECTS } from './overlay-sales.ts';

export const OVERLAY = SALES_OBJECTS + PLATFORM_OBJECTS;
