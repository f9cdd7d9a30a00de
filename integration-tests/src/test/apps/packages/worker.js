import modern from 'npm:modern'
import legacy from 'npm:legacy'

postMessage([modern(), legacy.part()])
