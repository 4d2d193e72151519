export { plainText } from '../operations/plainText';
