import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellAt, hitCell, laneGeometry, moveCursor } from './geometry.ts'

const lane = fc.record({ devices: fc.integer({ min: 1, max: 60_000 }), width: fc.integer({ min: 40, max: 1400 }) })

describe('where a device stands in its lane', () => {
  it('is found again by the point it was drawn at', () => {
    fc.assert(
      fc.property(lane, fc.nat(), ({ devices, width }, pick) => {
        const geometry = laneGeometry(devices, devices, width)
        const cell = pick % geometry.cells
        const { x, y } = cellAt(geometry, cell)
        expect(hitCell(geometry, x + geometry.mark / 2, y + geometry.mark / 2)).toBe(cell)
      }),
    )
  })

  it('fits its lane, and the lane fits the width', () => {
    fc.assert(
      fc.property(lane, fc.nat(), ({ devices, width }, pick) => {
        const geometry = laneGeometry(devices, devices, width)
        const { x, y } = cellAt(geometry, pick % geometry.cells)
        expect(x + geometry.mark).toBeLessThanOrEqual(width)
        expect(y + geometry.mark).toBeLessThanOrEqual(geometry.height)
        expect(geometry.cells * geometry.perCell).toBeGreaterThanOrEqual(devices)
      }),
    )
  })

  it('is never left by an arrow key', () => {
    fc.assert(
      fc.property(
        lane,
        fc.nat(),
        fc.constantFrom('ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'),
        ({ devices, width }, pick, key) => {
          const geometry = laneGeometry(devices, devices, width)
          const next = moveCursor(geometry, pick % geometry.cells, key)
          expect(next).not.toBeNull()
          expect(next).toBeGreaterThanOrEqual(0)
          expect(next).toBeLessThan(geometry.cells)
        },
      ),
    )
  })

  it('draws ten pixels a device under a thousand, six under five thousand, four above', () => {
    expect([60, 4_999, 19_999, 50_000].map((cohort) => laneGeometry(10, cohort, 600).mark)).toEqual([10, 6, 4, 4])
    expect(laneGeometry(50_000, 50_000, 600).perCell).toBe(3)
  })
})
