-- AlterTable
ALTER TABLE "DriftItem" ADD COLUMN     "secret" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "severity" TEXT NOT NULL DEFAULT 'behaviour';

-- CreateTable
CREATE TABLE "DriftState" (
    "deviceId" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "because" TEXT NOT NULL,
    "normalised" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "evaluatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DriftState_pkey" PRIMARY KEY ("deviceId")
);

-- CreateTable
CREATE TABLE "DriftRule" (
    "id" TEXT NOT NULL,
    "selector" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "keyPattern" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "perMinute" INTEGER NOT NULL DEFAULT 5,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "stoppedAt" TIMESTAMPTZ(3),
    "stoppedBecause" TEXT,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DriftRule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReconcileRun" (
    "id" TEXT NOT NULL,
    "ruleId" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdByName" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "perMinute" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'running',
    "because" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "ReconcileRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReconcileDevice" (
    "runId" TEXT NOT NULL,
    "deviceId" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    "keys" TEXT[],
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "because" TEXT NOT NULL DEFAULT '',
    "generation" BIGINT,
    "askedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ReconcileDevice_pkey" PRIMARY KEY ("runId","deviceId")
);

-- CreateIndex
CREATE INDEX "DriftState_evaluatedAt_idx" ON "DriftState"("evaluatedAt");

-- CreateIndex
CREATE INDEX "DriftState_verdict_idx" ON "DriftState"("verdict");

-- CreateIndex
CREATE INDEX "DriftRule_endedAt_idx" ON "DriftRule"("endedAt");

-- CreateIndex
CREATE INDEX "ReconcileRun_state_idx" ON "ReconcileRun"("state");

-- CreateIndex
CREATE INDEX "ReconcileDevice_deviceId_endedAt_idx" ON "ReconcileDevice"("deviceId", "endedAt");

-- CreateIndex
CREATE INDEX "ReconcileDevice_state_idx" ON "ReconcileDevice"("state");

-- AddForeignKey
ALTER TABLE "DriftState" ADD CONSTRAINT "DriftState_deviceId_fkey" FOREIGN KEY ("deviceId") REFERENCES "Device"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReconcileRun" ADD CONSTRAINT "ReconcileRun_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "DriftRule"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReconcileDevice" ADD CONSTRAINT "ReconcileDevice_runId_fkey" FOREIGN KEY ("runId") REFERENCES "ReconcileRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReconcileDevice" ADD CONSTRAINT "ReconcileDevice_deviceId_fkey" FOREIGN KEY ("deviceId") REFERENCES "Device"("id") ON DELETE CASCADE ON UPDATE CASCADE;
