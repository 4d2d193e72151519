import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pointsInside } from '../../../src/compute/detections/pointsInside';
import { cuboidCorners } from '../../../src/detection/cuboidCorners';
import type { Calibration } from '../../../src/model/detectionSet';
import { cameraOf, inverted, moved } from '../../../webview/detections/boxFrames';

const box = (centre: number[], size: number[], yaw = 0): number[] => [...centre, ...size, Math.cos(yaw / 2), 0, 0, Math.sin(yaw / 2)];

describe('points inside boxes', () => {
  it('are counted with those on the border, in each box that has them', () => {
    const positions = Float64Array.of(0, 0, 0, 1, 0, 0, 1.0001, 0, 0, NaN, 0, 0, 0.5, 0, 0);
    const { counts, boxOf } = pointsInside(positions, Float64Array.from([...box([0, 0, 0], [2, 2, 2]), ...box([0.5, 0, 0], [0.2, 0.2, 0.2])]), null);
    assert.deepEqual([...counts], [3, 1]);
    assert.deepEqual([...boxOf], [0, 0, -1, -1, 0]);
  });

  it('heed the heading: a long box turned by a right angle is long the other way', () => {
    const positions = Float32Array.of(0, 4, 0, 4, 0, 0);
    assert.deepEqual([...pointsInside(positions, Float64Array.from(box([0, 0, 0], [10, 1, 1], Math.PI / 2)), null).boxOf], [0, -1]);
  });

  it('go through the way from the cloud to the boxes', () => {
    // The scan's x is the camera's z, its y the camera's -x, its z the camera's -y.
    const toCamera = [0, -1, 0, 0, 0, 0, -1, 0, 1, 0, 0, 0, 0, 0, 0, 1];
    const ahead = Float32Array.of(10, 0, 0);
    assert.deepEqual([...pointsInside(ahead, Float64Array.from(box([0, 0, 10], [1, 1, 1])), toCamera).counts], [1]);
    assert.deepEqual([...pointsInside(ahead, Float64Array.from(box([10, 0, 0], [1, 1, 1])), toCamera).counts], [0]);
  });

  it('are those that lie between the corners: a mixture of them is in, one pushed beyond them is out', () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true });
    const size = fc.double({ min: 0.1, max: 5, noNaN: true });
    const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(number, number, number), fc.tuple(size, size, size), number, fc.tuple(share, share, share), (centre, sizes, yaw, [u, v, w]) => {
        const cuboid = Float64Array.from(box(centre, sizes, yaw));
        const corners = new Float64Array(24);
        cuboidCorners(cuboid, 0, corners);
        const at = (a: number, b: number, c: number): number[] => [0, 1, 2].map((axis) => corners[axis] + a * (corners[3 + axis] - corners[axis]) + b * (corners[9 + axis] - corners[axis]) + c * (corners[12 + axis] - corners[axis]));
        assert.deepEqual([...pointsInside(Float64Array.from(at(u, v, w)), cuboid, null).boxOf], [0]);
        for (const outside of [at(1.01 + u, v, w), at(u, -0.01 - v, w), at(u, v, 1.01 + w)]) assert.deepEqual([...pointsInside(Float64Array.from(outside), cuboid, null).boxOf], [-1]);
      }),
    );
  });
});

describe('frames of boxes and cameras', () => {
  it('have a way back', () => {
    const frame = [0, -1, 0, 3, 0, 0, -1, 4, 1, 0, 0, 5, 0, 0, 0, 1];
    const back = inverted(frame);
    assert.ok(back);
    assert.deepEqual(moved(moved([7, 8, 9], frame), back), [7, 8, 9]);
    assert.equal(inverted(new Array<number>(16).fill(0)), null);
  });

  it('tell where a camera stands, looks, and has its up', () => {
    // Focal length 700, principal point 600, 180; half a unit to the right of the frame's origin.
    const calibration: Calibration = { projection: [700, 0, 600, -350, 0, 700, 180, 0, 0, 0, 1, 0], cloudToBoxes: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] };
    const camera = cameraOf(calibration);
    assert.ok(camera);
    assert.deepEqual(camera.position.map((value) => Math.round(value * 1e9) / 1e9 + 0), [0.5, 0, 0]);
    assert.deepEqual(camera.forward, [0, 0, 1]);
    assert.deepEqual(camera.up.map((value) => value + 0), [0, -1, 0]);
  });
});
