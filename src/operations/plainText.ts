/** Text from files and users on one line without control characters, which could move a terminal's cursor or forge lines. */
export function plainText(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
