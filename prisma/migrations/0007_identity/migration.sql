-- AlterTable
ALTER TABLE "Device" ADD COLUMN     "revokedReason" TEXT;

-- AlterTable
ALTER TABLE "DeviceStatus" ADD COLUMN     "sessionAddress" TEXT,
ADD COLUMN     "sessionEpoch" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "sessionInstance" TEXT;

-- AlterTable
ALTER TABLE "EnrolmentToken" ADD COLUMN     "groups" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "hardwareTypes" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "labels" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "lastUsedAt" TIMESTAMPTZ(3),
ADD COLUMN     "name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "needsAcceptance" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "replaces" TEXT,
ADD COLUMN     "revokedAt" TIMESTAMPTZ(3),
ADD COLUMN     "sites" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "uses" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "DeviceKey" (
    "fingerprint" TEXT NOT NULL,
    "publicKey" TEXT NOT NULL,
    "deviceId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "why" TEXT NOT NULL,
    "untilWhy" TEXT,
    "tokenId" TEXT,

    CONSTRAINT "DeviceKey_pkey" PRIMARY KEY ("fingerprint")
);

-- CreateTable
CREATE TABLE "LobbyEntry" (
    "fingerprint" TEXT NOT NULL,
    "publicKey" TEXT NOT NULL,
    "deviceId" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "address" TEXT NOT NULL,
    "because" TEXT NOT NULL,
    "tokenId" TEXT,
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "rejectedAt" TIMESTAMPTZ(3),
    "rejectedBy" TEXT,
    "reason" TEXT,

    CONSTRAINT "LobbyEntry_pkey" PRIMARY KEY ("fingerprint")
);

-- CreateTable
CREATE TABLE "DeviceTakeover" (
    "id" BIGSERIAL NOT NULL,
    "deviceId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "address" TEXT NOT NULL,

    CONSTRAINT "DeviceTakeover_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "DeviceKey_publicKey_key" ON "DeviceKey"("publicKey");

-- CreateIndex
CREATE INDEX "DeviceKey_deviceId_idx" ON "DeviceKey"("deviceId");

-- CreateIndex
CREATE INDEX "DeviceKey_tokenId_idx" ON "DeviceKey"("tokenId");

-- CreateIndex
CREATE UNIQUE INDEX "LobbyEntry_publicKey_key" ON "LobbyEntry"("publicKey");

-- CreateIndex
CREATE INDEX "LobbyEntry_rejectedAt_lastSeenAt_idx" ON "LobbyEntry"("rejectedAt", "lastSeenAt");

-- CreateIndex
CREATE INDEX "DeviceTakeover_deviceId_at_idx" ON "DeviceTakeover"("deviceId", "at");

-- AddForeignKey
ALTER TABLE "DeviceKey" ADD CONSTRAINT "DeviceKey_deviceId_fkey" FOREIGN KEY ("deviceId") REFERENCES "Device"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeviceKey" ADD CONSTRAINT "DeviceKey_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "EnrolmentToken"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LobbyEntry" ADD CONSTRAINT "LobbyEntry_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "EnrolmentToken"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Written by hand: prisma/schema.prisma cannot say these.
CREATE UNIQUE INDEX "DeviceKey_one_active" ON "DeviceKey"("deviceId") WHERE "state" = 'active';

UPDATE "EnrolmentToken" SET "uses" = greatest("usesLeft", 1), "name" = 'Token of ' || "createdBy";

INSERT INTO "DeviceKey" ("fingerprint", "publicKey", "deviceId", "state", "since", "until", "why", "untilWhy")
SELECT regexp_replace(left(encode(sha256(decode("publicKey", 'base64')), 'hex'), 32), '(.{4})(?=.)', '\1-', 'g'),
  "publicKey", "id", CASE WHEN "revokedAt" IS NULL THEN 'active' ELSE 'revoked' END, "enrolledAt", "revokedAt", 'enrolled',
  CASE WHEN "revokedAt" IS NULL THEN NULL ELSE 'revoked' END
FROM "Device" WHERE "publicKey" ~ '^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$';
