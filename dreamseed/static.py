from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, also inside `import … from "./x.js";` of native modules (each ends with a semicolon)."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 20  # one a level of imports; Django's 5 is less than our modules are deep
