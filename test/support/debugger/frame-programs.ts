/** Programs whose locals change in every way that there is, with what they return. Each is the class `K` with a static `run`. */
export interface FrameProgram { readonly name: string; readonly result: number; readonly members: string }

export const FRAME_PROGRAMS: readonly FrameProgram[] = [
  {
    name: 'a loop that calls nobody', result: 55,
    members: 'public static Integer run() { Integer s = 0; for (Integer i = 1; i < 11; i++) { Integer twice = i * 2; s = s + twice / 2; } return s; }',
  },
  {
    name: 'such a loop between calls', result: 25,
    members: `static Integer half(Integer n) { Integer h = n / 2; return h; }
      public static Integer run() { Integer s = half(8); Integer k = 0; Integer unused = 9; half(2); while (k < 4) { Integer add = k; s += add; k++; } s = s + half(s); Integer after = 9; s += after; half(after); for (Integer i = 0; i < 2; i++) { after += i; s += after - unused; } return s; }`,
  },
  {
    name: 'loops within a loop that calls', result: 23,
    members: `static Integer same(Integer n) { return n; }
      public static Integer run() { Integer s = 0; for (Integer i = 0; i < 3; i++) { for (Integer j = 0; j < i; j++) { s += j; Integer k = 0; do { k++; s++; } while (k < 2); } s = same(s) + i; s += same(i); s++; } List<Integer> l = new List<Integer>{ 1, 2 }; for (Integer each : l) { s += each; } s += same(l.size()); s++; return s + 1; }`,
  },
  {
    name: 'calls in the head of a loop', result: 9,
    members: `static Integer next(Integer n) { Integer m = n + 1; return m; } static Boolean less(Integer a, Integer b) { return a < b; }
      public static Integer run() { Integer s = 0; for (Integer i = next(0); less(i, 4); i = next(i)) { Integer one = 1; s = s + i + one; } return s; }`,
  },
  {
    name: 'the same name in blocks side by side', result: 9,
    members: `static Integer same(Integer n) { return n; }
      public static Integer run() { Integer s = 0; if (s == 0) { Integer x = 2; s += x; x = 3; s += x; } else { Integer x = 7; s += x; } for (Integer x = 0; x < 2; x++) { s += x; } { Integer x = 3; s += same(x); } return s; }`,
  },
  {
    name: 'an exception in a loop that calls nobody', result: 12,
    members: `public static Integer run() { Integer s = 0; for (Integer i = 0; i < 3; i++) { Integer d = 1 - i; try { Integer q = 6 / d; s += q; } catch (MathException e) { s += 12; } finally { s = s + 0; } } return s; }`,
  },
  {
    name: 'an exception that a loop swallows', result: -3,
    members: 'public static Integer run() { Integer q = 1; Integer turns = 0; for (Integer i = 0; i < 3; i++) { turns++; try { q = 6 / (1 - i); } catch (MathException e) { } } return q + turns; }',
  },
  {
    name: 'an exception out of a loop into a handler', result: 109,
    members: `static Integer same(Integer n) { return n; }
      public static Integer run() { Integer s = same(0); Integer seen = 0; try { List<Integer> l = new List<Integer>{ 1, 2, 3 }; for (Integer i = 0; i < 9; i++) { seen = i; s += l[i]; } } catch (ListException e) { Integer more = 100; s += more; s += same(seen); } return s; }`,
  },
  {
    name: 'a return out of a loop through finally', result: 7,
    members: `static Integer kept = 0; static void keep(Integer n) { kept = n; }
      static Integer find() { Integer at = 0; try { for (Integer i = 0; i < 9; i++) { at = i; if (i == 7) return at; } } finally { keep(at); at = 0; } return -1; }
      public static Integer run() { Integer found = find(); return found == kept ? kept : -1; }`,
  },
  {
    name: 'a return out of a loop in a handler through finally', result: 5,
    members: `static Integer kept = 0; static void keep(Integer n) { kept = n; }
      static Integer find() { Integer at = 0; try { keep(1 / at); } catch (Exception e) { for (Integer i = 0; i < 9; i++) { at = i; if (i == 5) return at; } } finally { keep(at); at = 0; } return -1; }
      public static Integer run() { Integer found = find(); return found == kept ? kept : -1; }`,
  },
  {
    name: 'an exception through several frames', result: 30,
    members: `class OddException extends Exception {} static Integer third(Integer n) { Integer t = n * 3; if (t > 5) throw new OddException(); return t; } static Integer second(Integer n) { Integer m = n + 1; try { m = third(m); } finally { m = m + 1; } return m; }
      public static Integer run() { Integer s = 0; for (Integer i = 0; i < 3; i++) { Integer before = s; try { s += second(i); } catch (OddException e) { s = before + 10; } finally { before = 0; } s += i * 2; } return s; }`,
  },
  {
    name: 'a method without a frame of its own that throws', result: 6,
    members: `static Integer at(List<Integer> l, Integer i) { Integer found = l[i]; return found; }
      public static Integer run() { List<Integer> l = new List<Integer>{ 1, 2, 3 }; Integer s = 0; Integer i = 0; try { while (true) { s += at(l, i); i++; } } catch (ListException e) { i = 0; } return s; }`,
  },
  {
    name: 'objects, initialisers and properties', result: 17,
    members: `Integer v = 3; public Integer twice { get { Integer t = v * 2; return t; } set { v = value; } } K() { v++; Integer w = v; v = w + 1; } Integer add(Integer n) { v = v + n; return v; }
      public static Integer run() { K o = new K(); Integer s = o.add(1); o.twice = 4; s += o.twice; Integer z = s - 11; s += z; return s; }`,
  },
  {
    name: 'recursion', result: 13,
    members: `static Integer fib(Integer n) { if (n < 2) return n; Integer a = fib(n - 1); Integer b = fib(n - 2); return a + b; }
      public static Integer run() { return fib(7); }`,
  },
  {
    name: 'switch', result: 21,
    members: `static Integer same(Integer n) { return n; }
      public static Integer run() { Integer s = 0; for (Integer i = 0; i < 3; i++) { switch on i { when 0 { Integer x = 1; s += x; } when 1 { Integer x = 8; s += same(x); } when else { Integer x = 12; s += x; } } } return s; }`,
  },
  {
    name: 'comparisons of what may be null', result: 5,
    members: `static Integer count(Integer limit1, Integer other) { Integer c = 0; Integer n; for (Integer i = 0; i < limit1; i++) { if (n < i) c++; n = i - 1; if (n >= other) c++; } return c; }
      public static Integer run() { Integer s = count(null, 1); s += count(3, 0); return s + 1; }`,
  },
  {
    name: 'an iterator of the program', result: 6,
    members: `class Three implements Iterator<Integer>, Iterable<Integer> { Integer n = 0; public Boolean hasNext() { Integer left = 3 - n; return left > 0; } public Integer next() { n++; return n; } public Iterator<Integer> iterator() { return this; } }
      public static Integer run() { Integer s = 0; for (Integer each : new Three()) { Integer kept = each; s += kept; } return s; }`,
  },
];
