@{
    RootModule        = 'ExchangeOnlineManagement.psm1'
    ModuleVersion     = '3.9.2'
    GUID              = '5d2f4f0a-6a5e-4f0e-9d0e-3b1f0a4f7c11'
    Author            = 'Consentra'
    Description       = 'Stands in for the module of that name: its cmdlets are carried out by a simulated tenant.'
    FunctionsToExport = @('Connect-ExchangeOnline', 'Disconnect-ExchangeOnline')
    CmdletsToExport   = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
