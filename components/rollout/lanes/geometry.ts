/** Sizes in CSS pixels. `mark` is drawn, `gap` separates; one cell stands for `perCell` devices. */
export type LaneGeometry = {
  mark: number
  gap: number
  perCell: number
  cells: number
  columns: number
  rows: number
  width: number
  height: number
}

const MOST_CELLS = 20_000

/** Small fleets get marks that show their fill; large ones get all their devices on one screen. */
export function laneGeometry(devices: number, cohort: number, width: number): LaneGeometry {
  const { mark, gap } =
    cohort < 1_000 ? { mark: 10, gap: 4 } : cohort < 5_000 ? { mark: 6, gap: 2 } : { mark: 4, gap: 1 }
  const perCell = Math.max(1, Math.ceil(cohort / MOST_CELLS))
  const cells = Math.ceil(devices / perCell)
  const columns = Math.max(1, Math.floor(width / (mark + gap)))
  const rows = Math.max(1, Math.ceil(cells / columns))
  return { mark, gap, perCell, cells, columns, rows, width, height: rows * (mark + gap) }
}

/** Top left corner of a cell, its half of the gap included. */
export function cellAt(geometry: LaneGeometry, cell: number): { x: number; y: number } {
  const pitch = geometry.mark + geometry.gap
  return { x: (cell % geometry.columns) * pitch, y: Math.floor(cell / geometry.columns) * pitch }
}

/** The cell under a point, or null beside all of them. */
export function hitCell(geometry: LaneGeometry, x: number, y: number): number | null {
  const pitch = geometry.mark + geometry.gap
  const column = Math.floor(x / pitch)
  const row = Math.floor(y / pitch)
  if (column < 0 || column >= geometry.columns || row < 0) return null
  const cell = row * geometry.columns + column
  return cell < geometry.cells ? cell : null
}

/** Where an arrow key leads from a cell; other keys lead nowhere. */
export function moveCursor(geometry: LaneGeometry, cell: number, key: string): number | null {
  const last = geometry.cells - 1
  const to = (next: number) => Math.max(0, Math.min(last, next))
  switch (key) {
    case 'ArrowRight':
      return to(cell + 1)
    case 'ArrowLeft':
      return to(cell - 1)
    case 'ArrowDown':
      return cell + geometry.columns <= last ? cell + geometry.columns : cell
    case 'ArrowUp':
      return cell >= geometry.columns ? cell - geometry.columns : cell
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}
