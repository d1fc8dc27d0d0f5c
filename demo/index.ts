export { installSambalBuTini, type DemoNeeds, type DemoOpener } from './sambal-bu-tini/install.ts'
