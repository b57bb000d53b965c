import { describe } from 'mocha';
import { programs } from '../language/programs.ts';

const files = {
  'cachePartitions/orders.cachePartition-meta.xml': '<PlatformCachePartition><isDefaultPartition>true</isDefaultPartition><masterLabel>Orders</masterLabel></PlatformCachePartition>',
};
const classes = [
  'public class Names implements Cache.CacheBuilder { public static Integer loads = 0; public Object doLoad(String key) { loads++; return key == \'none\' ? null : (Object) new List<String>{ key }; } }',
  'public class Failing implements Cache.CacheBuilder { public Object doLoad(String key) { throw new IllegalArgumentException(\'no \' + key); } }',
  'public class Line { public Integer amount = 1; public transient Integer sum = 2; public Line self; }',
];

describe('Platform Cache', () => {
  programs([
    { name: 'keeps values of a partition', code: "Cache.OrgPartition p = Cache.Org.getPartition('local.orders'); System.debug(p.get('a')); p.put('a', 1); System.debug(p.get('a')); System.debug(p.contains('a')); System.debug(p.getKeys()); System.debug(p.getNumKeys()); System.debug(p.remove('a')); System.debug(p.remove('a')); System.debug(p.contains('a')); System.debug(p.getName());", prints: ['null', '1', 'true', '{a}', '1', 'true', 'false', 'false', 'local.orders'] },
    { name: 'is one for the static methods and partition objects, apart for org and session', code: "Cache.Org.put('local.orders.a', 'x', 300); Cache.Org.put('b', 'y', Cache.Visibility.ALL); System.debug(Cache.Org.getPartition('orders').get('a')); System.debug(Cache.Org.get('local.orders.b')); System.debug(Cache.Org.get(new Set<String>{ 'a', 'c' })); System.debug(Cache.Org.contains(new List<String>{ 'a', 'c' })); System.debug(Cache.Session.get('a')); System.debug(Cache.Session.isAvailable());", prints: ['x', 'y', '{a=x}', '(true, false)', 'null', 'true'] },
    { name: 'gives out copies', code: "List<Account> rows = new List<Account>{ new Account(Name = 'A') }; Cache.Org.put('rows', rows); rows[0].Name = 'B'; List<Account> read = (List<Account>) Cache.Org.get('rows'); System.debug(read[0].Name); read.clear(); System.debug(((List<Account>) Cache.Org.get('rows')).size()); Line one = new Line(); one.self = one; Cache.Org.put('line', one); Line other = (Line) Cache.Org.get('line'); System.debug(other.amount + ' ' + other.sum + ' ' + (other.self === other) + ' ' + (other === one));", prints: ['A', '1', '1 null true false'] },
    { name: 'asks a builder once a key', code: "System.debug(Cache.Org.get(Names.class, 'k')); System.debug(Cache.Org.get(Names.class, 'k')); System.debug(Cache.Org.getPartition('local.orders').get(Names.class, 'none')); System.debug(Names.loads); System.debug(Cache.Org.remove(Names.class, 'k')); System.debug(Cache.Org.get(Names.class, 'k')); System.debug(Names.loads);", prints: ['(k)', '(k)', 'null', '2', 'true', '(k)', '3'] },
    { name: 'wraps what a builder throws', code: "Cache.Org.get(Failing.class, 'k');", throws: 'Cache.CacheBuilderExecutionException: Error loading Failing: no k' },
    { name: 'takes builders only', code: "Cache.Org.get(Line.class, 'k');", throws: 'Cache.InvalidCacheBuilderException: Line does not implement the Cache.CacheBuilder interface.' },
    { name: 'knows the partitions of the metadata', code: "try { Cache.Org.getPartition('local.other'); } catch (Cache.Org.OrgCacheException e) { System.debug(e.getTypeName()); } try { Cache.Session.getPartition('local.other'); } catch (Cache.Session.SessionCacheException e) { System.debug(e.getTypeName()); } System.debug([SELECT DeveloperName FROM PlatformCachePartition].DeveloperName);", prints: ['Cache.Org.OrgCacheException', 'Cache.Session.SessionCacheException', 'orders'] },
    { name: 'checks keys, values and lifetimes', code: "Cache.OrgPartition p = Cache.Org.getPartition('local.orders'); Integer n = 0; for (Integer i = 0; i < 5; i++) { try { if (i == 0) p.put('a b', 1); if (i == 1) p.put(null, 1); if (i == 2) p.put('a', null); if (i == 3) p.put('a', 1, 299); if (i == 4) p.put('a', 1, 172801); } catch (Cache.InvalidParamException e) { n++; } } System.debug(n); p.put('a', 1, 172800); try { Cache.Session.put('a', 1, 28801); } catch (Cache.InvalidParamException e) { System.debug('session'); } Set<String> keys = new Set<String>(); for (Integer i = 0; i < 11; i++) keys.add('k' + i); try { p.get(keys); } catch (Cache.BulkApiKeysLimitExceededException e) { System.debug('keys'); } try { p.put('big', 'x'.repeat(102401)); } catch (Cache.ItemSizeLimitExceededException e) { System.debug('big'); }", prints: ['5', 'session', 'keys', 'big'] },
  ], classes, files);
});
