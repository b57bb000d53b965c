/** One program in Apex and in JavaScript: the same loop, calls and variables, for steps that can be compared. */

/** Steps start at the line with this in it. */
export const MARKER = 'step from here';

export const APEX_CLASS = 'Basket';
export const APEX = `public class Basket {
  private Integer added = 0;
  private String label = 'basket';
  private List<Integer> prices = new List<Integer>{ 3, 5, 7 };

  public Integer fill(Integer count) {
    Integer total = 0; // ${MARKER}
    String text = 'item';
    Decimal rate = 1.5;
    List<String> names = new List<String>{ 'a', 'b', 'c' };
    Map<String, Integer> byName = new Map<String, Integer>{ 'a' => 1, 'b' => 2 };
    for (Integer i = 0; i < count; i++) {
      Integer price = priceOf(i);
      total = Math.mod(total + price, 1000);
      added = added + 1;
    }
    return total;
  }

  private Integer priceOf(Integer index) {
    return prices[Math.mod(index, 3)];
  }

  public static Integer run(Integer count) {
    Basket basket = new Basket();
    return basket.fill(count);
  }
}
`;

export const JAVASCRIPT = `class Basket {
  added = 0;
  label = 'basket';
  prices = [3, 5, 7];

  fill(count) {
    let total = 0; // ${MARKER}
    let text = 'item';
    let rate = 1.5;
    let names = ['a', 'b', 'c'];
    let byName = new Map([['a', 1], ['b', 2]]);
    for (let i = 0; i < count; i++) {
      let price = this.priceOf(i);
      total = (total + price) % 1000;
      this.added = this.added + 1;
    }
    return total;
  }

  priceOf(index) {
    return this.prices[index % 3];
  }

  static run(count) {
    const basket = new Basket();
    return basket.fill(count);
  }
}
Basket.run(10000000);
`;
