/** Values as the commands print them. */
export const minuteOf = (time: number | null): string => (time === null ? '' : new Date(time).toISOString().slice(0, 16).replace('T', ' '));
