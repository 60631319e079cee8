-- Written by hand: prisma/schema.prisma cannot say this.
-- One row a device is rewritten with every report. Room on the page keeps the new version beside the old one (a HOT update:
-- no index is touched) as long as `online` and `runningVersion` stay the same, and the old one is reused soon.
ALTER TABLE "DeviceStatus" SET (
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0.05,
  autovacuum_vacuum_cost_delay = 0
);
-- A whole wave changes state at once, each device some ten times.
ALTER TABLE "RolloutDevice" SET (fillfactor = 80);
