-- What was secret when a snapshot was frozen is secret for good, whoever marked it.
insert into "ConfigSecret" (path, "createdBy", "createdAt")
select distinct p.path, 'Wavegate', now() from "Snapshot" s
cross join lateral jsonb_array_elements_text(coalesce(s.config -> 'secrets', '[]')) p(path)
on conflict do nothing;

-- What devices said of their configuration was kept in clear. They say it again with their next hello.
delete from "DeviceInventory";
delete from "DriftItem" where kind = 'config';
update "DeviceStatus" set reported = reported #- '{running,configDigest}' #- '{standby,configDigest}';
