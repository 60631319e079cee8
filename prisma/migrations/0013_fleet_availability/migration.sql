-- CreateTable
CREATE TABLE "FleetAvailability" (
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "hardwareType" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "devices" INTEGER NOT NULL,
    "away" INTEGER NOT NULL,

    CONSTRAINT "FleetAvailability_pkey" PRIMARY KEY ("hour","hardwareType","region")
);
