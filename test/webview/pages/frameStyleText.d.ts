/** Style sheets come into a test page as text. */
declare module '*.css' {
  const text: string;
  export default text;
}
