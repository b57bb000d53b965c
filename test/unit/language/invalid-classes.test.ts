import { describe } from 'mocha';
import { programs } from './programs.ts';

/** An org works with classes that don't compile, until one is come to. Source: the platform's compile error `dependent.class.invalid`. */
describe('classes that do not compile', () => {
  const dependent = (what: string): string => `Dependent class is invalid and needs recompilation:\n ${what}`;
  programs([
    { name: 'leave others as they are', code: 'System.debug(Sound.answer());', prints: ['42'] },
    { name: 'say what is wrong with them when they are called', code: 'Sound.useBroken();', throws: `System.TypeException: ${dependent('Class Broken : line 1, column 60: Variable does not exist: missing')}` },
    { name: 'are not there by name', code: "System.debug(Type.forName('Broken'));", prints: ['null'] },
    { name: 'let no save of a broken trigger pass', code: "insert new Contact(LastName = 'x');", throws: `System.UnexpectedException: ${dependent('Trigger OnContact : line 1, column 48: Variable does not exist: missing')}` },
  ], [
    'public class Sound { public static Integer answer() { return 42; } public static void useBroken() { Broken.run(); } }',
    'public class Broken { public static Integer run() { return missing; } }',
    'trigger OnContact on Contact (before insert) { missing = 1; }',
  ]);
});
