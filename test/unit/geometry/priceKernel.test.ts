import assert from 'node:assert/strict';
import { Auction } from '../../../src/geometry/auction';
import { createCandidates, findCandidates } from '../../../src/geometry/auctionCandidates';
import { sequential } from '../../../src/geometry/parallel';
import { preparePointIndex, sortPointIndex } from '../../../src/geometry/pointIndexBuild';
import { layoutOf } from '../../../src/geometry/pointIndexLayout';
import { createPricedTree, leavesOfPoints, raisePrice, type PricedTree } from '../../../src/geometry/pricedTree';
import { PriceKernel, reachOf } from '../../../src/geometry/priceKernel';
import { cloudNames, makeCloud, seededNumbers } from './clouds';

function treeOf(cloud: Float64Array): PricedTree {
  const { buffer } = preparePointIndex(cloud, (bytes) => new ArrayBuffer(bytes));
  sortPointIndex(buffer);
  return createPricedTree(layoutOf(buffer), (bytes) => new ArrayBuffer(bytes));
}

/** Points in one place have no extent to work in. */
const names = cloudNames.filter((name) => name !== 'one place');

describe('PriceKernel', () => {
  for (const name of names) {
    it(`finds the cheapest points as float64 does, while prices rise: ${name}`, () => {
      for (const count of [70, 700, 1500, 3000]) {
        const tree = treeOf(makeCloud(name, count, 3));
        const queries = treeOf(makeCloud(name, 200, 4)).points;
        const reach = reachOf(tree, queries);
        const kernel = PriceKernel.create(tree, reach);
        assert.ok(kernel);
        const leaves = leavesOfPoints(tree);
        const next = seededNumbers(count);
        const [fast, plain] = [0, 1].map(() => createCandidates(200, 16, (bytes) => new ArrayBuffer(bytes)));
        const cost = (place: number, distance: number): number => distance + tree.points[4 * place + 3];
        for (let query = 0; query < 200; query++) {
          for (let raised = 0; raised < 20; raised++) {
            const place = Math.floor(count * next());
            const price = tree.points[4 * place + 3] + next() * next() * reach;
            raisePrice(tree, place, leaves[place], price);
            kernel.raise(place, leaves[place], price);
          }
          const [x, y, z] = queries.subarray(4 * query);
          findCandidates(tree, queries, plain, query);
          // With a limit that as many lie below, the same is found.
          const limit = query % 2 === 0 ? Infinity : plain.bounds[query] + 4 * kernel.margin;
          kernel.find(x, y, z, fast, query, limit);
          const places = [...fast.places.subarray(16 * query, 16 * query + 16)];
          assert.equal(new Set(places).size, 16);
          const costs = places.map((place, i) => cost(place, fast.distances[16 * query + i]));
          assert.ok(costs.every((value) => value <= plain.bounds[query] + 2 * kernel.margin));
          assert.ok(fast.bounds[query] <= plain.bounds[query] && fast.bounds[query] >= plain.bounds[query] - 4 * kernel.margin);
          const least = cost(plain.places[16 * query], plain.distances[16 * query]);
          assert.ok(Math.min(...costs) <= least + 2 * kernel.margin && Math.min(...costs) >= least);
          places.forEach((place, i) => assert.ok(Math.abs(Math.hypot(tree.points[4 * place] - x, tree.points[4 * place + 1] - y, tree.points[4 * place + 2] - z) - fast.distances[16 * query + i]) <= 1e-14 * reach));
        }
      }
    });
  }

  it('finds no more than there is below a limit', () => {
    const tree = treeOf(makeCloud('a cube', 500, 1));
    const kernel = PriceKernel.create(tree, reachOf(tree, tree.points));
    assert.ok(kernel);
    const candidates = createCandidates(1, 16, (bytes) => new ArrayBuffer(bytes));
    const [x, y, z] = tree.points;
    kernel.find(x, y, z, candidates, 0, 1e-6);
    const found = [...candidates.distances].filter((distance) => distance < Infinity);
    assert.deepEqual(found, [0]);
    assert.ok(candidates.bounds[0] <= 1e-6 && candidates.bounds[0] > 0);
  });

  it('leaves to float64 what is too large, too small, or too little for it', () => {
    const tree = treeOf(makeCloud('a cube', 500, 1));
    assert.equal(PriceKernel.create(tree, 1e16), null);
    assert.equal(PriceKernel.create(tree, 1e-16), null);
    assert.equal(PriceKernel.create(tree, NaN), null);
    assert.equal(PriceKernel.create(treeOf(makeCloud('a cube', 20, 1)), 1), null);
  });

  it('gives an auction the same least sum as float64 alone', async () => {
    for (const name of names) {
      const totals: number[] = [];
      for (const kernel of [true, false]) {
        const [objects, bidders] = [treeOf(makeCloud(name, 400, 5)), treeOf(makeCloud(name, 400, 6)).points];
        const auction = new Auction(objects, bidders, { parallel: sequential, deadline: Infinity, kernel });
        await auction.begin();
        const reach = reachOf(objects, bidders);
        for (let increment = reach; increment > 1e-7 * reach; increment /= 5) {
          const result = await auction.phase(increment);
          assert.ok(result && result.excess <= 440 * increment, `${name}: ${result?.excess} of ${increment}`);
          if (increment < 5e-7 * reach) totals.push(result.total);
        }
      }
      assert.ok(totals.length === 2 && Math.abs(totals[0] - totals[1]) <= 1e-3 * totals[1], `${name}: ${totals.join(' and ')}`);
    }
  });
});
