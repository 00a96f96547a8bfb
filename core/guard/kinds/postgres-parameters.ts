/** Parameters that are read when a server starts; all others are taken over by a reload [PostgreSQL 18, pg_settings, context postmaster]. */
const AT_START: ReadonlySet<string> = new Set(
  [
    "archive_mode autovacuum_freeze_max_age autovacuum_multixact_freeze_max_age autovacuum_worker_slots commit_timestamp_buffers",
    "data_sync_retry debug_io_direct dynamic_shared_memory_type event_source hot_standby huge_page_size huge_pages ignore_invalid_pages io_max_combine_limit io_max_concurrency io_method",
    "jit_provider listen_addresses logging_collector max_active_replication_origins max_connections max_files_per_process",
    "max_locks_per_transaction max_logical_replication_workers max_notify_queue_pages max_pred_locks_per_transaction max_prepared_transactions",
    "max_replication_slots max_wal_senders max_worker_processes min_dynamic_shared_memory multixact_member_buffers multixact_offset_buffers",
    "notify_buffers port reserved_connections serializable_buffers shared_buffers shared_memory_type shared_preload_libraries",
    "subtransaction_buffers superuser_reserved_connections trace_connection_negotiation track_activity_query_size track_commit_timestamp transaction_buffers wal_buffers",
    "wal_decode_buffer_size wal_level wal_log_hints",
    // Of earlier releases, and of extensions that reserve shared memory.
    "old_snapshot_threshold pg_stat_statements.max",
  ].flatMap((line) => line.split(" ")),
);

/** Since release 18 a reload is enough, up to the slots that were reserved at the start [PostgreSQL 18, release notes]. */
const AT_START_BEFORE_18 = "autovacuum_max_workers";

/** `major` is the server's release; where it isn't known, the parameter counts as one that needs a restart. */
export const restartsFor = (parameter: string, major?: string): boolean =>
  AT_START.has(parameter) || (parameter === AT_START_BEFORE_18 && Number(major ?? 0) < 18);
