export const registrySchema = async () =>
  (await import('../../server/protocol/views/registry-view.ts')).DeviceRegistryView
